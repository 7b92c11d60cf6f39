/* Words that exist in English only: the uploader's own, and those of the box that tells that the server is gone.
   Where the server has gone and come again, it knows nothing of what stands on the page, so the page begins anew.
   Plain, no dependency; runs beside kh213.js. */
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
    [/^Network Error$/, "Không nhận được tệp."],
    [/^(\d+)(?:\.(\d))?([KMG]?B)$/, function (all, whole, tenths, unit) { return whole + (tenths && tenths !== "0" ? "," + tenths : "") + " " + unit; }],
    [/^Connection error$/, "Trang này đã dừng"],
    [/^Streamlit server is not responding\..*$/, "Cửa sổ chạy trang này trên máy của bạn đã đóng. Khởi động lại rồi tải lại trang; nhật ký ở cuối trang cho biết bản nào đã được công bố."],
    [/^Close$/, "Đóng"]
  ];
  function said(text) {
    var found = VIETNAMESE.find(function (pair) { return pair[0].test(text); });
    return found ? text.replace(found[0], found[1]) : text;
  }
  function translate() {
    if (document.documentElement.lang !== "vi") { return; }
    document.querySelectorAll('[data-testid="stFileUploader"], [role="dialog"]').forEach(function (part) {
      var walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), node;
      while ((node = walker.nextNode())) {
        var now = said(node.nodeValue.trim());
        if (now !== node.nodeValue.trim()) { node.nodeValue = now; }
      }
      part.querySelectorAll("[aria-label]").forEach(function (labelled) {
        var name = labelled.getAttribute("aria-label"), now = said(name);
        if (now !== name) { labelled.setAttribute("aria-label", now); }
      });
    });
  }
  var gone = false;
  function begin_anew() {
    var app = document.querySelector("[data-test-connection-state]");
    var state = app && app.getAttribute("data-test-connection-state");
    gone = gone || (state !== "CONNECTED" && document.querySelector('[role="dialog"]') !== null);
    if (gone && state === "CONNECTED") { gone = false; window.location.reload(); }
  }
  var due = false;
  new MutationObserver(function () {
    if (due) { return; }
    due = true;
    window.requestAnimationFrame(function () { due = false; translate(); begin_anew(); });
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["lang", "data-test-connection-state"] });
})();
