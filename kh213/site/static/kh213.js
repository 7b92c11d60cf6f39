/* kh213: the few things that Streamlit's own script does not do. Plain, no dependency. */
(function () {
  "use strict";

  /* 0. Our style stands first in the document, to be there first; of two equal rules the later one wins, and that is to be
        ours, not the one of Streamlit's stylesheet. */
  document.body.appendChild(document.getElementById("kh-style"));

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
    if (skip) {
      event.preventDefault();
      read();
    }
  });

  /* Focus on the heading, which stands after the menu: what is read next is the page itself. */
  function read() {
    var heading = document.querySelector("h1");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      heading.scrollIntoView({ block: "nearest" });
    }
  }

  /* 5. A link to another page of the site changes the page without loading the app anew: the address is put into
        the history and Streamlit is told as if the reader had gone back or forward, which keeps the whole query
        (its own navigation drops it). Without a connection, or with a key held down, the link is a plain link. */
  function connected() {
    return document.getElementById("kh-first") ? null : document.querySelector('[data-test-connection-state="CONNECTED"]');
  }
  function isPage(link) {
    return link.origin === window.location.origin && /^\/[a-z-]*$/.test(link.pathname) && !link.hash &&
      !link.target && !link.download;
  }
  window.addEventListener("click", function (event) {
    var link = event.target instanceof Element && event.target.closest("a[href]");
    var app = connected();
    if (!link || !app || event.defaultPrevented || !isPage(link) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    go(app, link.href);
  });

  /* A form of the page is an address too: that of its action, with its fields in it, without the empty ones and
     those at their default. (Streamlit's sanitiser takes the name off a field called "lang".) */
  window.addEventListener("submit", function (event) {
    var form = event.target, app = connected();
    if (!app || form.method !== "get" || !isPage(new URL(form.action))) { return; }
    event.preventDefault();
    var address = new URL(form.action);
    new FormData(form).forEach(function (value, name) {
      var usual = value === form.elements[name].getAttribute("data-default");
      if (value && !usual) { address.searchParams.set(name, value); } else { address.searchParams.delete(name); }
    });
    go(app, address.href);
  });

  function go(app, address) {
    window.history.pushState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
    arrive(app);
  }

  /* The new page is read from its top: scrolled there at once, its heading focused when it has been drawn. React may
     draw the heading anew a little later (a part of the page that was still loading, a second run), and the focus
     would be lost with the old one: so it follows the heading, until the reader does something. */
  var arriving = null;
  function arrive(app) {
    var main = document.querySelector('[data-testid="stMain"]'), ran = false;
    if (main) { main.scrollTo(0, 0); }
    if (arriving) { arriving.disconnect(); }
    arriving = new MutationObserver(function (changes) {
      ran = ran || changes.some(function (change) { return change.attributeName === "data-test-script-state"; });
      var heading = document.querySelector("h1");
      var drawn = ran && app.getAttribute("data-test-script-state") === "notRunning";
      if (drawn && heading && heading !== document.activeElement) { read(); }
    });
    arriving.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"], childList: true, subtree: true });
  }
  ["keydown", "pointerdown"].forEach(function (act) {
    window.addEventListener(act, function () { if (arriving) { arriving.disconnect(); arriving = null; } }, true);
  });

  /* 6. A few words of Streamlit's own that have no Vietnamese: on select boxes, where they cannot be configured. */
  var VIETNAMESE = { "Open": "Mở", "No results": "Không có kết quả", "Clear value": "Xóa" };
  function translate() {
    if (document.documentElement.lang !== "vi") { return; }
    document.querySelectorAll('[aria-label="Open"], [aria-label="Clear value"]').forEach(function (button) {
      button.setAttribute("aria-label", VIETNAMESE[button.getAttribute("aria-label")]);
    });
    document.querySelectorAll('[role="listbox"] *').forEach(function (item) {
      if (item.childElementCount === 0 && item.textContent === "No results") { item.textContent = VIETNAMESE["No results"]; }
    });
  }
  var due = false;
  new MutationObserver(function () {
    if (due) { return; }
    due = true;
    window.requestAnimationFrame(function () { due = false; translate(); });
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* 7. The map's frame is named by its component, in English: it gets the name of the page. */
  new MutationObserver(function () {
    document.querySelectorAll('iframe[title^="streamlit_folium"]').forEach(function (frame) {
      frame.title = document.title;
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* 8. A button that copies the text above it, and says that it did. Where the browser keeps its clipboard for
        encrypted pages, the text is marked and copied the old way; where that fails too, it is left marked. */
  window.addEventListener("click", function (event) {
    var button = event.target instanceof Element && event.target.closest(".kh-copy button");
    if (!button) { return; }
    var box = button.closest(".kh-copy"), code = box.querySelector("code"), said = box.querySelector("[data-done]");
    function done() { said.textContent = said.getAttribute("data-done"); }
    function mark() {
      window.getSelection().selectAllChildren(code);
      if (document.execCommand("copy")) { done(); }
    }
    said.textContent = "";
    if (navigator.clipboard) { navigator.clipboard.writeText(code.textContent).then(done, mark); } else { mark(); }
  });

  /* 9. A frame of our own that the page Nhúng shows says how high it is, and gets that height. */
  window.addEventListener("message", function (event) {
    document.querySelectorAll(".st-key-embed-frame iframe").forEach(function (frame) {
      if (event.source === frame.contentWindow && event.data && event.data.type === "kh213:height") {
        frame.style.height = Number(event.data.height) + 2 + "px";  /* and its border */
      }
    });
  });

  /* 10. Where the server cannot be reached, Streamlit says so in a dialog, in English, and makes all else inert. The page
         needs no server to be read: kh213.css hides the dialog, the page stays alive, and where the connection does not
         come back soon, a line says so. Links are plain links meanwhile. (The publisher's page needs its server, and says
         so itself: publisher.js.) */
  var SOON = 10000, page = document.documentElement, lost = document.querySelector(".kh-lost"), saying = 0;
  if (!lost) { return; }
  new MutationObserver(function () {
    var app = document.querySelector("[data-test-connection-state]"), first = document.getElementById("kh-first");
    var away = Boolean(app) && app.getAttribute("data-test-connection-state") !== "CONNECTED";
    page.classList.toggle("kh-alone", away);
    document.querySelectorAll("body > :is([inert], [aria-hidden])").forEach(function (part) {
      if (away && !(first && part.id === "root")) { part.removeAttribute("inert"); part.removeAttribute("aria-hidden"); }
    });
    if (away && !first && !saying) {
      saying = window.setTimeout(function () { lost.textContent = lost.getAttribute("data-" + page.lang); }, SOON);
    } else if (!away) {
      window.clearTimeout(saying);
      saying = 0;
      lost.textContent = "";
    }
  }).observe(page, { attributes: true, attributeFilter: ["data-test-connection-state", "inert", "aria-hidden"], subtree: true });
})();
