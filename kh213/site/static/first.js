/* kh213: the first response stands until the app behind it has drawn the same page; then the app takes its place, with the
   same line at the top of the window, the same focus, the same parts open. Where the app does not come, it stays: a page
   of plain links and forms. */
(function () {
  "use strict";
  var first = document.getElementById("kh-first"), root = document.getElementById("root");
  if (!first) { return; }
  var PATIENCE = 5000;  /* milliseconds that pictures may take once all words are there */
  var REST = 200;  /* milliseconds without scrolling: the window has come to rest */

  function all(where, what) { return Array.from(where.querySelectorAll(what)); }

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

  /* Until the app knows its page, it calls the window by the name of a script. */
  var title = document.title;
  var naming = new MutationObserver(function () {
    if (document.title !== title) { document.title = title; }
  });
  naming.observe(document.head, { childList: true, characterData: true, subtree: true });

  /* 2. The app is ready when its run is over and everything that it shows is there and has come to rest. */
  var came = new WeakSet(), told = new WeakSet(), decoded = new WeakSet(), since = 0;
  root.addEventListener("load", function (event) { came.add(event.target); look(); }, true);
  window.addEventListener("message", function (event) {
    var of = event.source;  /* none any more where the app has meanwhile drawn its frame anew */
    if (of && event.data && event.data.type === "kh213:drawn") { told.add(of); look(); }  /* map_frame.js */
  });
  function ready() {
    var app = root.querySelector('[data-test-script-state="notRunning"]');
    if (!app || !app.querySelector("h1") || app.querySelector('[data-testid="stSkeleton"]')) {
      since = 0;
      return null;
    }
    since = since || Date.now();
    return late() || (furnished(app) && pictured(app) && !moving()) ? app : null;
  }
  function late() { return Date.now() - since > PATIENCE; }
  /* Streamlit fetches the code of a box, a chart or a map when it first needs one: each must have come. */
  function furnished(app) {
    return all(app, '[data-testid="stVegaLiteChart"]').length >= all(first, ".kh-still").length &&
      all(app, "iframe").length >= all(first, "iframe, .kh-still-map").length &&
      all(first, '[class*="st-key-choice-"], [class*="st-key-words-"]').every(function (each) {
        var there = app.querySelector("." + /st-key-[\w-]+/.exec(each.className)[0]);
        return !there || there.querySelector("input, button");
      });
  }
  function pictured(app) {
    return document.fonts.status === "loaded" &&
      all(app, "img").every(function (img) {
        if (!img.complete || decoded.has(img)) { return img.complete; }
        function done() { decoded.add(img); look(); }
        img.decode().then(done, done);
        return false;
      }) &&
      all(app, '[data-testid="stVegaLiteChart"]').every(function (chart) {
        var drawn = chart.querySelector("canvas, svg");
        return drawn && drawn.getBoundingClientRect().height > 0;
      }) &&
      all(app, "iframe").every(function (frame) { return came.has(frame); });
  }
  function moving() {
    return root.getAnimations && root.getAnimations({ subtree: true }).some(function (each) {
      return each.playState === "running" && each.effect.getComputedTiming().endTime < Infinity;
    });
  }
  /* A frame is not drawn as long as it is hidden: so the app is let come near, behind the page, before it takes its place.
     One outside the window is not drawn even then (a browser saves itself frames of another origin), nor would it be seen. */
  function near(app) {
    root.classList.add("kh-near");
    return late() || all(app, "iframe.stCustomComponentV1").every(function (frame) {
      var box = frame.getBoundingClientRect();
      return told.has(frame.contentWindow) || box.bottom <= 0 || box.top >= window.innerHeight;
    });
  }

  /* 3. Not while the reader is in the middle of something. */
  var held = false, touched = false, moved = 0;
  function listen(events, act) {
    events.split(" ").forEach(function (name) { window.addEventListener(name, act, { capture: true, passive: true }); });
  }
  listen("pointerdown contextmenu", function () { held = true; });
  listen("pointerup pointercancel keydown", function () { held = false; });
  /* A menu that was closed, or a press before this script was here, tells nothing: the next move does. */
  listen("pointermove", function (event) { held = event.buttons > 0; });
  listen("touchstart touchend touchcancel", function (event) { touched = event.touches.length > 0; held = touched; });
  listen("scroll", function (event) { if (!root.contains(event.target)) { moved = Date.now(); } });
  function busy() {
    var active = document.activeElement, marked = document.getSelection();
    return held || touched || Date.now() - moved < REST ||
      (first.contains(active) && active.matches("input, select, .kh-go, .kh-button")) ||
      all(first, "input:not([type=hidden]), select").some(changed) ||
      Boolean(marked && !marked.isCollapsed && marked.containsNode(first, true));
  }
  function changed(field) {
    if (field.type === "checkbox") { return field.checked !== field.defaultChecked; }
    if (field.tagName !== "SELECT") { return field.value !== field.defaultValue; }
    return field.selectedIndex !== Math.max(0, Array.from(field.options).findIndex(function (each) { return each.defaultSelected; }));
  }

  /* 4. What a reader has done on the page is done on the app's: both have the same parts in the same order. */
  function twins(what) {
    var there = all(root, what);
    return all(first, what).map(function (each) {
      var at = there.findIndex(function (other) { return same(each, other); });
      return [each, at < 0 ? null : there.splice(at, 1)[0]];
    });
  }
  function same(one, other) {
    if (one.tagName !== other.tagName) { return false; }
    if (one.href) { return one.getAttribute("href") === other.getAttribute("href"); }
    var said = one.textContent.trim(), says = other.textContent.trim();
    return one.tagName === "SUMMARY" ? says.endsWith(said) : says === said;  /* Streamlit's arrow is a word before it */
  }
  function carry(app) {
    twins("summary").forEach(function (pair) {
      if (pair[1] && pair[0].parentNode.open !== pair[1].parentNode.open) { pair[1].click(); }
    });
    var sheets = all(app, ".kh-sheet");
    all(first, ".kh-sheet").forEach(function (sheet, n) {
      if (sheets[n]) { sheets[n].scrollTo(sheet.scrollLeft, sheet.scrollTop); }
    });
    app.querySelector(".stMain").scrollTop = window.scrollY;
  }
  function handOver(app) {
    var main = app.querySelector(".stMain"), down = window.scrollY, active = document.activeElement, line = null, next = null;
    twins("h1, h2, h3, p, tr, li").some(function (pair) {
      var box = pair[0].getBoundingClientRect();
      line = pair[1] && down && box.bottom > 0 && box.height ? [pair[1], box.top] : null;
      return line;
    });
    if (first.contains(active)) {
      twins("a, summary, h1, h2, h3, button, [tabindex]").some(function (pair) {
        next = pair[0] === active ? pair[1] : null;
        return next;
      });
      next = next || app.querySelector("h1");
    }
    first.remove();
    root.removeAttribute("inert");
    root.classList.remove("kh-near");
    naming.disconnect();
    main.scrollTop = down;
    if (line) { main.scrollTop += line[0].getBoundingClientRect().top - line[1]; }
    if (next) {
      if (next.tabIndex < 0) { next.tabIndex = -1; }
      next.focus({ preventScroll: true });
    }
  }

  /* 5. Looked for whenever something has changed; two frames later it is on the screen. */
  var watching = new MutationObserver(look), clock = window.setInterval(look, 100), due = false;
  watching.observe(root, { attributes: true, attributeFilter: ["data-test-script-state"], childList: true, subtree: true });
  function look() {
    if (due || !first.isConnected || !set()) { return; }
    due = true;
    window.requestAnimationFrame(function () {
      window.requestAnimationFrame(function () {
        due = false;
        var app = first.isConnected && set();
        if (!app) { return; }
        watching.disconnect();
        window.clearInterval(clock);
        handOver(app);
      });
    });
  }
  function set() {
    var app = ready();
    if (!app) { return null; }
    carry(app);
    return near(app) && !busy() ? app : null;
  }

  /* 6. Loaded anew, or gone back to, the page stands at the line where it was left: a browser remembers that of the window,
        but the app scrolls in a box of its own. Where nothing may be kept (some private windows) the browser's way stays. */
  var entered = window.performance.getEntriesByType("navigation")[0], here = "kh213:" + window.location.href;
  function kept(act) { try { return act(window.sessionStorage); } catch (error) { return null; } }
  var left = entered && entered.type !== "navigate" ? Number(kept(function (store) { return store.getItem(here); })) : 0;
  if (left && !window.location.hash) {
    window.history.scrollRestoration = "manual";
    window.scrollTo(0, left);
  }
  window.addEventListener("pagehide", function () {
    var main = first.isConnected ? null : root.querySelector(".stMain"), down = main ? main.scrollTop : window.scrollY;
    kept(function (store) { store.setItem("kh213:" + window.location.href, down); });
  });
})();
