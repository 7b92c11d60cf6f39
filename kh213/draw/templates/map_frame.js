{% macro script(this, kwargs) %}
(function () {
  const map = {{ this.map_name }}, shapes = {{ this.shapes_name }}, said = {{ this.said|tojavascript }};
  const bounds = L.latLngBounds({{ this.bounds|tojson }}), box = map.getContainer();

  for (const [x, y, html, kind] of {{ this.labels|tojson }})
    L.marker([y, x], {
      interactive: false, keyboard: false,
      icon: L.divIcon({className: 'kh-label ' + kind, html: '<span>' + html + '</span>', iconSize: [0, 0]})
    }).addTo(map);

  L.control.zoom({zoomInTitle: said.closer, zoomOutTitle: said.wider}).addTo(map);
  if (said.stamp) L.DomUtil.create('div', 'kh-stamp', box).textContent = said.stamp;

  // The whole picture is the farthest one can be from it; there, one finger scrolls the page and not the map.
  function fit() {
    map.setMinZoom(-4).setMaxZoom(9).setMaxBounds(null);
    map.fitBounds(bounds, {animate: false});
    map.setMinZoom(map.getZoom()).setMaxZoom(map.getZoom() + 2.5).setMaxBounds(bounds.pad(0.02));
    scaled();
  }
  function scaled() {
    const tile = map.options.crs.scale(map.getZoom());
    box.style.setProperty('--tile', tile.toFixed(2) + 'px');
    box.classList.toggle('kh-near', tile >= 50);
    box.classList.toggle('kh-far', tile < 26);
    map.dragging[map.getZoom() > map.getMinZoom() + 0.01 ? 'enable' : 'disable']();
  }
  let whole = true;
  map.on('zoomend', function () { whole = map.getZoom() <= map.getMinZoom() + 0.01; scaled(); });
  map.on('resize', function () { if (whole) fit(); });
  fit();

  // A second click on one area is news too (the box may have chosen another since): a number in a copy of the
  // properties makes it differ from what was last told.
  let clicks = 0;
  shapes.on('click', function (event) {
    const feature = event.layer.feature;
    feature.properties = Object.assign({}, feature.properties, {click: ++clicks});
  });
})();
{% endmacro %}
