/* kh213: the first response stands until the app behind it has drawn the same page; then the app takes its place, with the
   same line at the top of the window, the same focus, the same parts open. Where the app does not come, it stays: a page
   of plain links and forms. */
(function () {
  "use strict";
  var first = document.getElementById("kh-first"), root = document.getElementById("root");
  if (!first) { return; }
  var PATIENCE = 5000;  /* milliseconds that pictures may take once all words are there */

  /* 1. With a pointer a choice is made at once. With a keyboard every step of an arrow would be one (WCAG 3.2.2): there
        the form's button comes forth. */
  var pointed = null;
  first.addEventListener("pointerdown", function (event) { pointed = event.target; }, true);
  first.addEventListener("keydown", function () { pointed = null; }, true);
  first.addEventListener("change", function (event) {
    var form = event.target.closest(".kh-form"), button = form && form.querySelector(".kh-go");
    if (!button) { return; }
    if (event.target === pointed && event.target.matches("select") && form.requestSubmit) { form.requestSubmit(); }
    else { button.classList.add("kh-forth"); }
  });

  /* Where the server cannot be reached, Streamlit says so in a dialog, in English, and makes all else inert. The page needs
     no server to be read: kh213.css hides the dialog, and the page stays alive. */
  new MutationObserver(function () {
    ["inert", "aria-hidden"].forEach(function (name) {
      if (first.hasAttribute(name)) { first.removeAttribute(name); }
    });
  }).observe(first, { attributes: true });

  /* 2. The app is ready when its run is over and everything that it shows is there. */
  var loaded = new WeakSet(), told = new WeakSet(), since = 0;
  root.addEventListener("load", function (event) { loaded.add(event.target); look(); }, true);
  window.addEventListener("message", function (event) {
    if (event.data && event.data.isStreamlitMessage && event.data.type === "streamlit:setFrameHeight" && event.data.height > 100) {  /* drawn */
      told.add(event.source);
      look();
    }
  });
  function ready() {
    var app = root.querySelector('[data-test-script-state="notRunning"]');
    if (!app || !app.querySelector("h1") || app.querySelector('[data-testid="stSkeleton"]')) {
      since = 0;
      return false;
    }
    since = since || Date.now();
    return Date.now() - since > PATIENCE || (furnished(app) && pictured(app));
  }
  /* Streamlit fetches the code of a box, a chart or a map when it first needs one: each must have come. */
  function furnished(app) {
    var keys = Array.from(first.querySelectorAll('[class*="st-key-choice-"], [class*="st-key-words-"]'));
    return app.querySelectorAll('[data-testid="stVegaLiteChart"]').length >= first.querySelectorAll(".kh-still").length &&
      app.querySelectorAll("iframe").length >= first.querySelectorAll("iframe, .kh-still-map").length &&
      keys.every(function (each) {
        var key = /st-key-[\w-]+/.exec(each.className)[0], there = app.querySelector("." + key);
        return !there || there.querySelector("input, button");
      });
  }
  function pictured(app) {
    function all(what, test) { return Array.from(app.querySelectorAll(what)).every(test); }
    return document.fonts.status === "loaded" &&
      all("img", function (img) { return img.complete; }) &&
      all('[data-testid="stVegaLiteChart"]', function (chart) {
        var drawn = chart.querySelector("canvas, svg");
        return drawn && drawn.getBoundingClientRect().height > 0;
      }) &&
      all("iframe", function (frame) {
        var map = frame.classList.contains("stCustomComponentV1");
        return loaded.has(frame) && (!map || told.has(frame.contentWindow));
      });
  }

  /* 3. Not while the reader is in the middle of something. */
  var held = false;
  window.addEventListener("pointerdown", function () { held = true; }, true);
  ["pointerup", "pointercancel"].forEach(function (end) {
    window.addEventListener(end, function () { held = false; }, true);
  });
  function busy() {
    var active = document.activeElement, marked = document.getSelection();
    var fields = Array.from(first.querySelectorAll("input:not([type=hidden]), select"));
    return held || (first.contains(active) && fields.indexOf(active) >= 0) || fields.some(changed) ||
      Boolean(marked && !marked.isCollapsed && first.contains(marked.anchorNode));
  }
  function changed(field) {
    if (field.type === "checkbox") { return field.checked !== field.defaultChecked; }
    if (field.tagName !== "SELECT") { return field.value !== field.defaultValue; }
    return field.selectedIndex !== Math.max(0, Array.from(field.options).findIndex(function (each) { return each.defaultSelected; }));
  }

  /* 4. What a reader has done on the page is done on the app's: both have the same parts in the same order. */
  function twins(what) {
    var there = Array.from(root.querySelectorAll(what));
    return Array.from(first.querySelectorAll(what)).map(function (each) {
      var at = there.findIndex(function (other) { return same(each, other); });
      return [each, at < 0 ? null : there.splice(at, 1)[0]];
    });
  }
  function same(one, other) {
    if (one.tagName !== other.tagName) { return false; }
    return one.href ? one.getAttribute("href") === other.getAttribute("href") : one.textContent.trim() === other.textContent.trim();
  }
  function carry() {
    twins("summary").forEach(function (pair) {
      if (pair[1] && pair[0].parentNode.open !== pair[1].parentNode.open) { pair[1].click(); }
    });
    var sheets = root.querySelectorAll(".kh-sheet");
    first.querySelectorAll(".kh-sheet").forEach(function (sheet, n) {
      if (sheets[n]) { sheets[n].scrollTo(sheet.scrollLeft, sheet.scrollTop); }
    });
  }
  function handOver() {
    var main = root.querySelector(".stMain"), down = window.scrollY, focused = null, line = null;
    carry();
    main.scrollTop = down;
    twins("h1, h2, h3, p, tr, li").some(function (pair) {
      var box = pair[0].getBoundingClientRect();
      line = pair[1] && down && box.bottom > 0 && box.height ? [pair[1], box.top] : null;
      return line;
    });
    if (first.contains(document.activeElement)) {
      twins("a, summary, h1, button").some(function (pair) {
        focused = pair[0] === document.activeElement ? pair[1] : null;
        return focused;
      });
    }
    first.remove();
    root.removeAttribute("inert");
    main.scrollTop = down;
    if (line) { main.scrollTop += line[0].getBoundingClientRect().top - line[1]; }
    if (focused) {
      if (focused.tagName === "H1") { focused.tabIndex = -1; }
      focused.focus({ preventScroll: true });
    }
  }

  /* 5. Looked for whenever something has changed; two frames later it is on the screen. */
  var watching = new MutationObserver(look), clock = window.setInterval(look, 250), due = false;
  watching.observe(root, { attributes: true, attributeFilter: ["data-test-script-state"], childList: true, subtree: true });
  function look() {
    if (due || !ready() || busy()) { return; }
    due = true;
    window.requestAnimationFrame(function () {
      window.requestAnimationFrame(function () {
        due = false;
        if (!first.isConnected || !ready() || busy()) { return; }
        watching.disconnect();
        window.clearInterval(clock);
        handOver();
      });
    });
  }
})();
