/* kh213: the few things that Streamlit's own script does not do. Runs before it; plain, no dependency. */
(function () {
  "use strict";

  /* 1. The server is at the root. Without this, Streamlit guesses on a first visit by deep link that it may be at
        /chi-tieu, asks /chi-tieu/_stcore/health first, and loses a round trip and two errors in the console. */
  window.__streamlit = { BACKEND_BASE_URL: window.location.origin };

  /* 2. Single letters are no shortcuts (WCAG 2.1.4): Streamlit reruns on `r` and clears its cache on `c`. Its
        listener sits on document; this one comes first, on window, and leaves typing and real shortcuts alone. */
  window.addEventListener("keydown", function (event) {
    var typing = event.target instanceof Element &&
      event.target.closest("input, textarea, select, [contenteditable], [role=combobox], [role=listbox]");
    if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && /^[rc]$/i.test(event.key)) {
      event.stopImmediatePropagation();
    }
  }, true);

  /* 3. <html lang> follows ?lang= when the page changes without a new first response. */
  function keepLanguage() {
    var asked = new URLSearchParams(window.location.search).getAll("lang").pop();
    document.documentElement.lang = asked === "en" ? "en" : "vi";
  }
  ["pushState", "replaceState"].forEach(function (name) {
    var original = window.history[name];
    window.history[name] = function () {
      original.apply(window.history, arguments);
      keepLanguage();
    };
  });
  window.addEventListener("popstate", keepLanguage);

  /* 4. The skip link: the page's content is drawn later and has no address, so it is looked for when asked. */
  window.addEventListener("click", function (event) {
    var skip = event.target instanceof Element && event.target.closest(".kh-skip");
    var content = skip && document.querySelector('[data-testid="stMainBlockContainer"]');
    if (content) {
      event.preventDefault();
      content.tabIndex = -1;
      content.focus();
    }
  });
})();
