from django.urls import path

from .views import assignments, beside_work, certificates, practice, skills

urlpatterns = [
    path("practice/", practice.practice, name="practice"),
    path("practice/beside-work/", beside_work.page, name="beside_work"),
    path("skills/", skills.skills, name="skills"),
    path("skills/<uuid:uid>/", skills.skills_of, name="skills_of"),
    path("team/<int:pk>/skills/", skills.team_skills, name="team_skills"),
    path("assign/", assignments.assign, name="assign"),
    path("assignments/<int:pk>/move/", assignments.move, name="assignment_move"),
    path("assignments/<int:pk>/withdraw/", assignments.withdraw, name="assignment_withdraw"),
    path("assignments/undo/<str:token>/", assignments.take_back, name="assignment_undo"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<uuid:uid>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:uid>/again/", certificates.again, name="certificate_again"),
    path("verify/<uuid:uid>/", certificates.verify, name="verify"),
]
