// How many sales stand at each place, and how many of them too long: bars made from the table, which says the same.
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const number = (cell) => parseInt(cell.textContent, 10) || 0;

function rows(table) {
  return [...table.tBodies[0].rows].map((row) => ({ place: row.cells[0].textContent, open: number(row.cells[1]), long: number(row.cells[3]) }));
}

function options(data) {
  const ink = color('--ink'), quiet = color('--quiet'), line = color('--line');
  const series = (name, values, fill, decal) => ({ name, type: 'bar', stack: 'open', data: values, itemStyle: { color: fill, decal }, barMaxWidth: 34, silent: true });
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 24, top: 34, bottom: 8, containLabel: true },
    legend: { left: 0, top: 0, textStyle: { color: ink }, selectedMode: false },
    xAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: line } }, axisLabel: { color: quiet } },
    yAxis: { type: 'category', inverse: true, data: data.map((one) => one.place), axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink } },
    series: [
      series('open', data.map((one) => one.open - one.long), color('--seller')),
      series('open, too long there', data.map((one) => one.long), color('--watch'), { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 3], rotation: 0.7, color: color('--paper') }),
    ],
  };
}

const box = document.querySelector('[data-funnel]'), table = box && document.getElementById(box.dataset.funnel);
if (table && window.echarts) {
  const data = rows(table);
  const chart = window.echarts.init(box, null, { renderer: 'canvas' });
  const show = () => chart.setOption(options(data), true);
  show();
  new ResizeObserver(() => chart.resize()).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
}
