// Differences as a picture: a dot with its interval per measure. The table below says the same.
const box = document.querySelector('[data-compare]');
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(data) {
  const ink = color('--ink'), quiet = color('--quiet'), line = color('--line');
  const rows = [...data.rows].reverse();
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 24, top: 8, bottom: 36, containLabel: true },
    xAxis: { type: 'value', name: data.axis, nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: quiet }, axisLabel: { color: quiet }, splitLine: { lineStyle: { color: line } } },
    yAxis: { type: 'category', data: rows.map((row) => row.name), axisLabel: { color: ink }, axisTick: { show: false }, axisLine: { show: false } },
    series: [
      {
        type: 'custom', encode: { x: [1, 2], y: 0 },
        data: rows.flatMap((row, index) => row.low === undefined || row.low === null ? [] : [[index, row.low, row.high]]),
        renderItem: (_, api) => {
          const from = api.coord([api.value(1), api.value(0)]), to = api.coord([api.value(2), api.value(0)]);
          return { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: quiet, lineWidth: 2 } };
        },
      },
      {
        type: 'scatter', symbolSize: 10, itemStyle: { color: ink },
        data: rows.flatMap((row, index) => row.value === undefined || row.value === null ? [] : [[row.value, index]]),
        markLine: { silent: true, symbol: 'none', lineStyle: { color: quiet, type: 'dashed' }, label: { show: false }, data: [{ xAxis: 0 }] },
      },
    ],
  };
}

if (box && window.echarts) {
  const answer = await fetch(box.dataset.compare, { headers: { Accept: 'application/json' } });
  if (answer.ok) {
    const data = await answer.json();
    const chart = window.echarts.init(box, null, { renderer: 'canvas' });
    const draw = () => chart.setOption(options(data), true);
    draw();
    new ResizeObserver(() => chart.resize()).observe(box);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  } else {
    box.hidden = true;
  }
}
