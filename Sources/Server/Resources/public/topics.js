// The share of each topic over time, a row of bars each. The table below says the same.
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// A name on at most two lines of a width, the end of a longer one left out: its beginning tells topics apart.
const pen = document.createElement('canvas').getContext('2d');
function fitted(name, width, font) {
  pen.font = font;
  const fits = (text) => pen.measureText(text).width <= width;
  const cut = (text) => {
    if (fits(text)) return text;
    const letters = [...text];
    while (letters.length && !fits(`${letters.join('')}…`)) letters.pop();
    return `${letters.join('').trimEnd()}…`;
  };
  if (fits(name)) return name;
  const words = name.split(' ');
  let first = words.shift();
  while (words.length && fits(`${first} ${words[0]}`)) first += ` ${words.shift()}`;
  return [first, words.join(' ')].filter(Boolean).map(cut).join('\n');
}

function options(data, box) {
  const ink = color('--ink'), quiet = color('--quiet'), fill = color('--seller'), line = color('--line');
  const names = Math.min(260, Math.round(box.clientWidth * 0.4)), row = 38, rows = data.rows;
  const family = getComputedStyle(document.body).fontFamily;
  const highest = Math.max(0.01, ...rows.flatMap((one) => one.shares.map((share) => share ?? 0)));
  return {
    animation: false,
    textStyle: { fontFamily: family },
    grid: rows.map((_, index) => ({ left: names + 14, right: 12, top: 6 + index * row, height: row - 12 })),
    xAxis: rows.map((_, index) => ({
      type: 'category', gridIndex: index, data: data.periods, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
      axisLabel: { show: index === rows.length - 1, color: quiet, fontSize: 11, hideOverlap: true },
    })),
    yAxis: rows.map((one, index) => ({
      type: 'value', gridIndex: index, min: 0, max: highest, splitLine: { show: false }, axisLabel: { show: false }, name: fitted(one.name, names, `12px ${family}`), nameLocation: 'middle', nameRotate: 0, nameGap: 12,
      nameTextStyle: { color: ink, align: 'right', fontSize: 12, lineHeight: 14 },
    })),
    series: rows.map((one, index) => ({
      type: 'bar', xAxisIndex: index, yAxisIndex: index, data: one.shares.map((share) => share ?? '-'), itemStyle: { color: fill }, barMaxWidth: 36, barMinHeight: 1, silent: true,
    })),
  };
}

async function draw(box) {
  if (box.dataset.drawn || !window.echarts) return;
  box.dataset.drawn = 'yes';
  const answer = await fetch(box.dataset.topics, { headers: { Accept: 'application/json' } });
  const data = answer.ok ? await answer.json() : { rows: [] };
  if (!data.rows.length) { box.hidden = true; return; }
  // Rows decide the height; the style sheet has the classes.
  box.classList.add(data.rows.length > 6 ? 'rows-10' : data.rows.length > 3 ? 'rows-6' : 'rows-3');
  const chart = window.echarts.init(box, null, { renderer: 'canvas' });
  const show = () => chart.setOption(options(data, box), true);
  show();
  new ResizeObserver(() => { chart.resize(); show(); }).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
}

const drawAll = () => document.querySelectorAll('[data-topics]').forEach(draw);
drawAll();
// Topics that were still being found come later.
document.body.addEventListener('htmx:afterSwap', drawAll);
