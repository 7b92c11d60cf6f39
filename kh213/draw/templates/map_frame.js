{% macro script(this, kwargs) %}
(function (map, page) {
  const said = page.said, tone = page.colours, box = map.getContainer(), fine = page.geographic;
  const touch = !window.matchMedia('(hover: hover)').matches, svg = 'http://www.w3.org/2000/svg';
  document.title = said.title;
  document.documentElement.lang = said.lang;

  const make = (tag, parent, text, kind) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (kind) element.className = kind;
    return parent.appendChild(element);
  };

  // Rings come as a first point and the steps from there, in whole numbers.
  const at = (x, y) => [y / page.units, x / page.units];
  const ring = steps => {
    const points = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) points.push(at(x += steps[i], y += steps[i + 1]));
    return points;
  };
  const polygon = (rings, options) => L.polygon(rings.map(part => part.map(ring)), Object.assign({smoothFactor: 0, lineJoin: 'miter'}, options));

  const groups = page.groups.map(([code, name, x, y, below, rings]) => ({code, name, x, y, below, rings}));
  const areas = page.shapes.map(([code, group, step, name, bare, brief, figure, verdict, rests, change, x, y, room, island, rings]) => {
    const [kind, colour, ink] = page.steps[step];
    return {code, group: groups[group], kind, colour, ink, name, bare, brief, figure, verdict, rests, change, x, y, room, island, rings};
  });

  // Patterns are the same on every ground: slanted, nothing published; crossed, not comparable; dotted, nothing arose.
  const holder = document.body.appendChild(document.createElementNS(svg, 'svg'));
  holder.setAttribute('width', 0);
  holder.setAttribute('height', 0);
  holder.style.position = 'absolute';
  const pattern = (name, size, marks) => '<pattern id="kh-' + name + '" width="' + size + '" height="' + size +
    '" patternUnits="userSpaceOnUse"><rect width="' + size + '" height="' + size + '" fill="' + tone.paper + '"/>' + marks + '</pattern>';
  const line = (path, colour) => '<path d="' + path + '" stroke="' + colour + '" stroke-width="1" fill="none"/>';
  const slant = 'M-1,1 l2,-2 M0,7 l7,-7 M6,8 l2,-2';
  holder.innerHTML = '<defs>' + pattern('missing', 7, line(slant, tone.hatch)) +
    pattern('changed', 7, line(slant + ' M-1,6 l2,2 M0,0 l7,7 M6,-1 l2,2', tone.hatch)) +
    pattern('nothing', 9, '<circle cx="4.5" cy="4.5" r="1.7" fill="' + tone.ink + '"/>') + '</defs>';
  const fill = area => ['missing', 'changed', 'nothing'].includes(area.kind) ? 'url(#kh-' + area.kind + ')' : area.colour;

  const style = area => {
    const edge = page.level === 'district' ? {color: tone.ink, weight: fine ? 1.25 : 2}
      : fine ? {color: tone.ink, weight: 0.5} : {color: tone.line, weight: 0.75};
    const rough = area.kind === 'unclear' ? {color: tone.ink, weight: 2.5, dashArray: '5 3'} : {dashArray: null};
    return Object.assign({fillColor: fill(area), fillOpacity: 1}, edge, rough);
  };

  // A tap tells the code alone; where squares are too small for a finger, that of their district. A second click on
  // one area is news too (the box may have chosen another since): the number makes it differ from what was last told.
  let clicks = 0, tile = 0;
  const land = points => points.reduce((sum, [y, x], i) => {
    const [py, px] = points[i ? i - 1 : points.length - 1];
    return sum + (px * y - x * py) / 2;
  }, 0);
  for (const area of areas) area.land = area.rings.reduce((sum, part) => sum + Math.abs(land(ring(part[0]))), 0);
  const wide = area => Math.sqrt(area.land) * tile;  // in pixels
  const tells = (layer, area) => {
    layer.toGeoJSON = () => ({type: 'Feature', geometry: null, properties: {
      code: page.whole && area.group && touch && wide(area) < 24 ? area.group.code : area.code, click: ++clicks}});
    return layer;
  };

  const tip = area => {
    const element = document.createElement('div');
    make('b', element, area.name);
    if (area.group) element.append(', ' + area.group.name);
    make('div', element, said.period + ': ' + area.figure);
    if (said.change) make('div', element, said.change + ': ' + area.change);
    if (area.verdict >= 0 || area.rests)
      make('small', element, said.verdict + ': ' + page.verdicts[area.verdict] + (area.rests ? ' (' + area.rests + ')' : ''));
    return element;
  };

  map.createPane('kh-edges').style.cssText = 'z-index: 450; pointer-events: none';
  const shapes = L.featureGroup().addTo(map);
  for (const area of areas) {
    area.layer = tells(polygon(area.rings, style(area)), area).addTo(shapes);
    area.layer.area = area;
  }
  const edges = {pane: 'kh-edges', fill: false, color: tone.ink, weight: 2, smoothFactor: 0, interactive: false};
  if (page.level === 'commune')
    for (const group of groups) polygon(group.rings, edges).addTo(map);
  L.polyline(page.lines.map(ring), edges).addTo(map);
  if (!touch && box.clientWidth > 480)
    shapes.bindTooltip(layer => tip(layer.area), {sticky: true, opacity: 1});
  shapes.on('mouseover', event => event.layer.setStyle({color: tone.ink, weight: 3}).bringToFront());
  shapes.on('mouseout', event => event.layer.setStyle(style(event.layer.area)));

  // Words stand where there is room for them: from far the name of the block, nearer the figure, then name and figure.
  const label = (x, y, kind, write, pixels, colour) => {
    const span = document.createElement('span');
    write(span);
    span.style.fontSize = pixels + 'px';
    if (colour) span.style.color = colour;
    return L.marker(at(x, y), {interactive: false, keyboard: false, icon: L.divIcon({className: 'kh-label ' + kind, html: span, iconSize: [0, 0]})});
  };
  const between = (low, value, high) => Math.max(low, Math.min(value, high));
  const paper = ['missing', 'changed', 'nothing', 'unclear'];

  function words(area) {
    const room = 2 * area.room / page.units * tile, district = page.level === 'district';
    const amid = fine && district, ground = paper.includes(area.kind) || (amid && room < 56) ? ' kh-on-paper' : '';
    const ink = ground ? tone.ink : area.ink;
    if (amid || (room >= (area.brief ? 48 : 40) && !district)) return [area.bare, between(10.5, room * 0.175, 16), area.brief ? 2.2 : 1, (text, pixels) => label(area.x, area.y, 'kh-near' + ground, span => {
      span.style.whiteSpace = 'normal';
      span.style.width = (amid ? Math.max(room * 0.92, 64) : room) + 'px';
      span.append(text);
      if (area.brief) make('b', span, area.brief).style.fontSize = between(12, room * 0.24, 20) + 'px';
    }, pixels, ink)];
    if (area.brief && room >= Math.max(22, area.brief.length * 5.2))
      return [area.brief, district ? between(12, room * 0.32, 22) : between(10, room * 0.34, 15), 1, (text, pixels) =>
        label(area.x, area.y, (district ? '' : 'kh-number') + ground, span => make('b', span, text), pixels, ink)];
    if (fine && area.island && page.whole && box.clientWidth > 600)
      return [area.bare, 12, 1, (text, pixels) => label(area.x, area.y, 'kh-beside', span => span.append(text), pixels)];
    return null;
  }

  // On outlines words may meet: the first to come stays (districts, then islands, then the rest).
  let taken = [];
  function free(x, y, text, pixels, lines = 1) {
    const at_ = map.latLngToLayerPoint(at(x, y)), half = text.length * pixels * 0.27, high = pixels * 0.7 * lines;
    const mine = [at_.x - half, at_.y - high, at_.x + half, at_.y + high];
    if (fine && taken.some(other => mine[0] < other[2] && other[0] < mine[2] && mine[1] < other[3] && other[1] < mine[3])) return false;
    taken.push(mine);
    return true;
  }

  // An island too small to see or to hit gets a circle of its own; it does what the shape does.
  function spot(area) {
    const tiny = fine && area.island && wide(area) < 13;
    if (tiny && !area.spot) {
      area.spot = tells(L.circleMarker(at(area.x, area.y), Object.assign(style(area), {radius: 7, weight: 1.5, color: tone.ink})), area);
      area.spot.area = area;
      area.spot.addTo(shapes);
    } else if (!tiny && area.spot) {
      shapes.removeLayer(area.spot);
      area.spot = null;
    }
  }

  const written = L.layerGroup().addTo(map);
  function write() {
    tile = map.options.crs.scale(map.getZoom());
    written.clearLayers();
    taken = [];
    const named = page.whole && box.clientWidth >= 340 && (!fine || map.getZoom() < map.getMinZoom() + 0.8);
    for (const group of named ? groups : []) {
      const pixels = fine ? between(12, box.clientWidth / 75, 15) : between(11, tile * 0.46, 17);
      free(group.x, group.y, group.name, pixels);
      label(group.x, group.y, 'kh-block' + (fine ? ' kh-amid' : group.below ? ' kh-under' : ''), span => span.append(group.name), pixels).addTo(written);
    }
    for (const area of ordered) {
      spot(area);
      const found = words(area);
      if (found && free(area.x, area.y, ...found)) found[3](found[0], found[1]).addTo(written);
    }
  }
  const ordered = fine ? [...areas].sort((one, other) => other.island - one.island || other.room - one.room) : areas;

  // Everything that is no picture stands below it.
  const bar = make('div', document.body, '', 'kh-bar');
  const button = (text, name, act) => {
    const made = make('button', bar, text);
    made.type = 'button';
    made.setAttribute('aria-label', name);
    made.title = name;
    made.addEventListener('click', act);
    return made;
  };
  const closer = button('+', said.closer, () => map.zoomIn());
  const wider = button('−', said.wider, () => map.zoomOut());
  const all = button(said.all, said.all, () => fit());
  make('span', bar, said.credit, 'kh-credit');
  if (said.stamp) make('span', bar, said.stamp, 'kh-stamp');

  // The whole picture is the farthest one can be from it; there, one finger scrolls the page and not the map.
  const bounds = L.latLngBounds(page.bounds);
  function fit() {
    document.documentElement.style.setProperty('--bar', bar.offsetHeight + 'px');
    map.invalidateSize({pan: false});
    map.setMinZoom(-6).setMaxZoom(12).setMaxBounds(null);
    map.fitBounds(bounds, {animate: false});
    map.setMinZoom(map.getZoom()).setMaxZoom(map.getZoom() + (fine ? 4 : 3)).setMaxBounds(bounds.pad(0.02));
    seen();
  }
  let whole = true;
  function seen() {
    whole = map.getZoom() <= map.getMinZoom() + 0.01;
    map.dragging[whole ? 'disable' : 'enable']();
    wider.setAttribute('aria-disabled', whole);
    all.setAttribute('aria-disabled', whole);
    closer.setAttribute('aria-disabled', map.getZoom() >= map.getMaxZoom() - 0.01);
    box.style.setProperty('--wide', box.clientWidth + 'px');
    box.style.setProperty('--high', box.clientHeight + 'px');
    write();
  }
  map.on('zoomend', seen);
  map.on('resize', () => { if (whole) fit(); });
  fit();

  // The page that takes the still map away waits for this one (first.js). A hidden frame gets no turn to draw.
  const turn = () => new Promise(requestAnimationFrame);
  turn().then(turn).then(() => document.fonts.ready).then(turn).then(() => window.parent.postMessage({type: 'kh213:drawn'}, '*'));

  // The area that the page has chosen: a frame, and where it is too small to be found, a ring and a step closer.
  window.kh213 = {
    pick(code, group) {
      const area = areas.find(each => each.code === code);
      if (!area) return;
      for (const [color, weight] of [[tone.paper, 7], [tone.ink, 3.5]])
        polygon(area.rings, {pane: 'kh-edges', fill: false, color, weight, interactive: false}).addTo(group);
      if (wide(area) >= 16) return;
      if (whole) map.setView(at(area.x, area.y), Math.min(map.getMaxZoom(), map.getZoom() + Math.log2(44 / wide(area))), {animate: false});
      for (const [color, weight] of [[tone.paper, 6], [tone.ink, 3]])
        L.circleMarker(at(area.x, area.y), {pane: 'kh-edges', radius: Math.max(16, wide(area) * 0.9), fill: false, color, weight, interactive: false}).addTo(group);
    }
  };
})({{ this._parent.get_name() }}, {{ this.data }});
{% endmacro %}
