// Differences as a picture. The table below says the same.
const box = document.querySelector('[data-compare]');
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function frame(data, rows, axis) {
  const ink = color('--ink'), quiet = color('--quiet'), line = color('--line');
  const isNarrow = box.clientWidth < 600;
  const names = Math.min(230, Math.round(box.clientWidth * 0.36));
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: names + 12, right: 28, top: isNarrow ? 64 : 34, bottom: 40 },
    legend: { top: 0, left: 0, orient: isNarrow ? 'vertical' : 'horizontal', textStyle: { color: ink, width: isNarrow ? box.clientWidth - 50 : 420, overflow: 'truncate' } },
    xAxis: { type: 'value', name: axis, nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: quiet }, axisLabel: { color: quiet }, splitLine: { lineStyle: { color: line } } },
    yAxis: { type: 'category', data: rows.map((row) => row.name), axisLabel: { color: ink, width: names, overflow: 'break', fontSize: isNarrow ? 11 : 12, lineHeight: isNarrow ? 12 : 14 }, axisTick: { show: false }, axisLine: { show: false } },
  };
}

// Two groups: the effect size with its interval.
function effects(data) {
  const rows = [...data.rows].reverse(), quiet = color('--quiet'), ink = color('--ink');
  const options = frame(data, rows, `more in “${data.rightName}”  ←  effect size  →  more in “${data.leftName}”`);
  Object.assign(options.xAxis, { min: -1, max: 1 });
  options.series = [
    {
      type: 'custom', encode: { x: [1, 2], y: 0 }, silent: true,
      data: rows.map((row, index) => [index, row.low, row.high]),
      renderItem: (_, api) => {
        const from = api.coord([api.value(1), api.value(0)]), to = api.coord([api.value(2), api.value(0)]);
        return { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: quiet, lineWidth: 2 } };
      },
    },
    {
      type: 'scatter', symbolSize: 10, itemStyle: { color: ink }, silent: true, data: rows.map((row, index) => [row.value, index]),
      markLine: { silent: true, symbol: 'none', lineStyle: { color: quiet, type: 'dashed' }, label: { show: false }, data: [{ xAxis: 0 }] },
    },
  ];
  return options;
}

// Two meetings: both values, joined by a line.
function values(data) {
  const rows = [...data.rows].reverse(), quiet = color('--quiet');
  const options = frame(data, rows, 'share or index, 0 to 1');
  Object.assign(options.xAxis, { min: 0, max: 1 });
  const dots = (name, side, symbol, fill) => ({
    name, type: 'scatter', symbol, symbolSize: 11, itemStyle: { color: fill }, silent: true, data: rows.map((row, index) => [row[side], index]),
  });
  options.series = [
    {
      type: 'custom', encode: { x: [1, 2], y: 0 }, silent: true, data: rows.map((row, index) => [index, row.left, row.right]),
      renderItem: (_, api) => {
        const from = api.coord([api.value(1), api.value(0)]), to = api.coord([api.value(2), api.value(0)]);
        return { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: quiet, lineWidth: 1.5 } };
      },
    },
    dots(data.leftName, 'left', 'rect', color('--ink')),
    dots(data.rightName === data.leftName ? `${data.rightName} (second)` : data.rightName, 'right', 'circle', color('--customer')),
  ];
  return options;
}

const options = (data) => (data.kind === 'effect' ? effects(data) : values(data));

if (box && window.echarts) {
  const answer = await fetch(box.dataset.compare, { headers: { Accept: 'application/json' } });
  if (answer.ok) {
    const data = await answer.json();
    // A row of the picture needs a line of text; the style sheet has the classes.
    box.classList.add(data.rows.length > 14 ? 'picture-tall' : 'picture-short');
    const chart = window.echarts.init(box, null, { renderer: 'canvas' });
    const draw = () => chart.setOption(options(data), true);
    draw();
    new ResizeObserver(() => { chart.resize(); draw(); }).observe(box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  } else {
    box.hidden = true;
  }
}
