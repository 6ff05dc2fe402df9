// A part that is doubled in the list gets a name of its own: two of one name would be an error nobody made.
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const LONGEST = 60;

  const taken = () => new Set([...document.querySelectorAll("[data-roleplay-key]")].map((field) => field.value.trim()));

  function free(key) {
    const names = taken();
    const stem = key.trim().replace(/-\d+$/, "");
    if (!stem) return "";
    for (let number = 2; ; number += 1) {
      const name = `${stem.slice(0, LONGEST - String(number).length - 1)}-${number}`;
      if (!names.has(name)) return name;
    }
  }

  class PartDefinition extends StructBlockDefinition {
    render(...args) {
      const block = super.render(...args);
      const doubled = block.getDuplicatedState.bind(block);
      block.getDuplicatedState = () => {
        const state = doubled();
        return { ...state, key: free(state.key) };
      };
      return block;
    }
  }

  window.telepath.register("roleplays.Part", PartDefinition);
})();
