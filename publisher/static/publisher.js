/* The uploader's own words exist in English only. Plain, no dependency; runs beside kh213.js. */
(function () {
  "use strict";
  var VIETNAMESE = [
    [/^Upload$/, "Chọn tệp"],
    [/^Add files$/, "Thêm tệp"],
    [/^Uploading$/, "Đang nhận tệp"],
    [/^Drag and drop (a file|files) here$/, "Kéo thả tệp vào đây"],
    [/^([\d.]+) ?MB per file( • .*)?$/, "tối đa $1 MB mỗi tệp$2"],
    [/^File must be (\S+?) ?MB or smaller\.$/, "Tệp lớn hơn $1 MB nên không nhận."],
    [/^Remove (.*)$/, "Bỏ tệp $1"],
    [/^Delete (.*)$/, "Bỏ tệp $1"],
    [/^Showing page (\d+) of (\d+)$/, "Trang $1 trên $2"],
    [/^Network Error$/, "Không nhận được tệp."]
  ];
  function said(text) {
    var found = VIETNAMESE.find(function (pair) { return pair[0].test(text); });
    return found ? text.replace(found[0], found[1]) : text;
  }
  function translate() {
    if (document.documentElement.lang !== "vi") { return; }
    document.querySelectorAll('[data-testid="stFileUploader"]').forEach(function (uploader) {
      var walker = document.createTreeWalker(uploader, NodeFilter.SHOW_TEXT), node;
      while ((node = walker.nextNode())) {
        var now = said(node.nodeValue.trim());
        if (now !== node.nodeValue.trim()) { node.nodeValue = now; }
      }
      uploader.querySelectorAll("[aria-label]").forEach(function (labelled) {
        var name = labelled.getAttribute("aria-label"), now = said(name);
        if (now !== name) { labelled.setAttribute("aria-label", now); }
      });
    });
  }
  var due = false;
  new MutationObserver(function () {
    if (due) { return; }
    due = true;
    window.requestAnimationFrame(function () { due = false; translate(); });
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["lang"] });
})();
