// The range of income of each period, and chances given against shares won. The tables beside them say the same.
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const font = () => ({ fontFamily: getComputedStyle(document.body).fontFamily });
const short = (number) => new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(number);

function income(data) {
  const ink = color('--ink'), quiet = color('--quiet'), fill = color('--seller'), soft = color('--seller-soft'), line = color('--line'), good = color('--good');
  const count = data.incomes.length, width = 100 / count;
  const axis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: quiet, fontSize: 11 } };
  return {
    animation: false, textStyle: font(),
    title: data.incomes.map((one, index) => ({ text: one.currency, left: `${index * width + width / 2}%`, textAlign: 'center', top: 0, textStyle: { color: ink, fontSize: 12 } })),
    grid: data.incomes.map((_, index) => ({ left: `${index * width + 1}%`, width: `${width - 4}%`, top: 26, bottom: 4, containLabel: true })),
    xAxis: data.incomes.map((_, index) => ({ ...axis, type: 'category', gridIndex: index, data: data.periods })),
    yAxis: data.incomes.map((_, index) => ({ ...axis, type: 'value', gridIndex: index, min: 0, splitLine: { lineStyle: { color: line } }, axisLabel: { color: quiet, fontSize: 11, formatter: short } })),
    series: data.incomes.flatMap((one, index) => [
      { type: 'boxplot', xAxisIndex: index, yAxisIndex: index, data: one.ranges, itemStyle: { color: soft, borderColor: fill, borderWidth: 1.5 }, boxWidth: [14, 46], silent: true },
      { type: 'scatter', xAxisIndex: index, yAxisIndex: index, data: one.won, symbol: 'diamond', symbolSize: 9, itemStyle: { color: good }, silent: true },
    ]),
  };
}

function calibration(data) {
  const ink = color('--ink'), quiet = color('--quiet'), fill = color('--seller'), line = color('--line');
  const axis = (name) => ({
    type: 'value', min: 0, max: 1, interval: 0.25, name, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: ink }, splitLine: { lineStyle: { color: line } },
    axisLabel: { color: quiet, fontSize: 11, formatter: (share) => `${Math.round(share * 100)} %` },
  });
  return {
    animation: false, textStyle: font(), grid: { left: 52, right: 16, top: 12, bottom: 46 }, xAxis: axis('Chance given'), yAxis: { ...axis('Share won'), nameGap: 42 },
    series: [
      { type: 'line', data: [[0, 0], [1, 1]], symbol: 'none', lineStyle: { color: quiet, type: 'dashed', width: 1 }, silent: true },
      ...data.points.map((point) => ({ type: 'line', data: [[point.given, point.lower], [point.given, point.upper]], symbol: 'none', lineStyle: { color: fill, width: 2 }, silent: true })),
      { type: 'scatter', data: data.points.map((point) => [point.given, point.won]), symbolSize: 10, itemStyle: { color: fill }, silent: true },
    ],
  };
}

async function draw(box, address, options, isEmpty) {
  if (box.dataset.drawn || !window.echarts) return;
  box.dataset.drawn = 'yes';
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  const data = answer.ok ? await answer.json() : null;
  if (!data || isEmpty(data)) { box.hidden = true; return; }
  const chart = window.echarts.init(box, null, { renderer: 'canvas' });
  const show = () => chart.setOption(options(data), true);
  show();
  new ResizeObserver(() => chart.resize()).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
}

function drawAll() {
  document.querySelectorAll('[data-forecast]').forEach((box) => draw(box, box.dataset.forecast, income, (data) => !data.incomes.length));
  document.querySelectorAll('[data-calibration]').forEach((box) => draw(box, box.dataset.calibration, calibration, (data) => !data.points.length));
}
drawAll();
// A forecast that was still being made comes later.
document.body.addEventListener('htmx:afterSwap', drawAll);
