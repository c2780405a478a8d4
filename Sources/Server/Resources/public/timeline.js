// The meeting as a picture. Colours come from the style sheet, words are put in as text, never as HTML.
const box = document.querySelector('[data-timeline]');

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const clock = (at) => {
  const seconds = Math.floor(at / 1000), two = (number) => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

function tip(title, words) {
  const element = document.createElement('div');
  element.className = 'tip';
  const head = document.createElement('strong');
  head.textContent = title;
  element.append(head);
  if (words) {
    const quote = document.createElement('q');
    quote.textContent = words;
    element.append(document.createElement('br'), quote);
  }
  return element;
}

// Ticks at whole minutes, or at whole hundreds of words, at most eight of them.
function interval(data) {
  const steps = data.unit === 'time' ? [1, 2, 5, 10, 15, 20, 30, 60, 120].map((minutes) => minutes * 60000) : [100, 200, 500, 1000, 2000, 5000, 10000, 50000];
  return steps.find((step) => data.end / step <= 8) ?? steps.at(-1);
}

const lanes = ['third-party', 'customer', 'seller'];
const laneWords = { seller: 'Seller', customer: 'Customer', 'third-party': 'Third party' };

function options(data) {
  const label = (at) => data.unit === 'time' ? clock(at) : `${Math.round(at)} words`;
  const shown = lanes.filter((lane) => lane !== 'third-party' || data.bars.some((bar) => bar.side === lane));
  const fill = { seller: color('--seller'), customer: color('--customer'), 'third-party': color('--third') };
  const ink = color('--ink'), quiet = color('--quiet'), line = color('--line');
  const lane = (side) => shown.indexOf(side);
  // A lane holds its findings above the bar and its questions below it; nothing of one lane reaches into the next.
  const laneHeight = box.clientHeight * 0.52 / shown.length, bar = Math.min(32, laneHeight * 0.4), beside = bar / 2 + 9;
  const margin = shown.length > 2 ? 96 : 84;
  const axis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: quiet, fontSize: 12 } };
  const marks = (kind) => data.marks.filter((mark) => mark.kind === kind && lane(mark.side) >= 0);
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: {
      trigger: 'item', confine: true, backgroundColor: color('--surface'), borderColor: line, textStyle: { color: ink },
      formatter: ({ data: item }) => item.tip ? tip(item.tip[0], item.tip[1]) : '',
    },
    dataZoom: [{ type: 'inside', xAxisIndex: [0, 1], filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }],
    grid: [{ left: margin, right: 16, top: 30, height: '52%' }, { left: margin, right: 16, top: '72%', bottom: 28 }],
    xAxis: [
      { ...axis, type: 'value', gridIndex: 0, min: 0, max: data.end, axisLabel: { show: false }, splitLine: { show: false } },
      { ...axis, type: 'value', gridIndex: 1, min: 0, max: data.end, interval: interval(data), axisLabel: { color: quiet, formatter: label, hideOverlap: true }, splitLine: { show: false } },
    ],
    yAxis: [
      { ...axis, type: 'category', gridIndex: 0, data: shown.map((side) => laneWords[side]), axisLabel: { color: ink, fontSize: 13, fontWeight: 600 }, axisLine: { show: false } },
      { ...axis, type: 'value', gridIndex: 1, min: 0, max: 1, interval: 0.5, axisLine: { show: false }, splitLine: { lineStyle: { color: line } },
        axisLabel: { color: quiet, formatter: (value) => ({ 0: 'product', 1: 'needs' })[value] ?? '' } },
    ],
    series: [
      {
        type: 'custom', xAxisIndex: 0, yAxisIndex: 0, clip: true,
        encode: { x: [1, 2], y: 0 },
        data: data.bars.filter((bar) => lane(bar.side) >= 0).map((bar) => ({
          value: [lane(bar.side), bar.start, bar.end], utterance: bar.utterance, itemStyle: { color: fill[bar.side] },
          tip: [`${laneWords[bar.side]}, ${label(bar.start)}`, bar.words],
        })),
        renderItem: (_, api) => {
          const from = api.coord([api.value(1), api.value(0)]), to = api.coord([api.value(2), api.value(0)]);
          return { type: 'rect', shape: { x: from[0], y: from[1] - bar / 2, width: Math.max(1, to[0] - from[0]), height: bar }, style: { fill: api.visual('color') } };
        },
        markLine: data.orientationEnd ? {
          silent: true, symbol: 'none', lineStyle: { color: quiet, type: 'dashed' },
          label: { formatter: 'orientation ends', color: quiet, position: 'end', fontSize: 11 }, data: [{ xAxis: data.orientationEnd }],
        } : undefined,
      },
      {
        type: 'scatter', xAxisIndex: 0, yAxisIndex: 0, symbolSize: 1, symbolOffset: [0, beside], z: 5,
        label: { show: true, formatter: '?', color: ink, fontSize: 12, fontWeight: 700 },
        data: marks('question').map((mark) => ({ value: [mark.at, lane(mark.side)], utterance: mark.utterance, tip: [`${mark.label}, ${label(mark.at)}`, mark.words] })),
      },
      {
        type: 'scatter', xAxisIndex: 0, yAxisIndex: 0, symbol: 'diamond', symbolSize: 9, symbolOffset: [0, -beside], itemStyle: { color: ink }, z: 6,
        data: marks('finding').map((mark) => ({ value: [mark.at, lane(mark.side)], utterance: mark.utterance, tip: [`${mark.label}, ${label(mark.at)}`, mark.words] })),
      },
      {
        type: 'line', xAxisIndex: 1, yAxisIndex: 1, symbolSize: 5, showSymbol: data.trajectory.length < 40, lineStyle: { color: ink, width: 2 }, itemStyle: { color: ink },
        areaStyle: { color: ink, opacity: 0.06 },
        data: data.trajectory.map((point) => ({ value: [point.at, point.share], tip: [`${Math.round(point.share * 100)} % about needs`, `around ${label(point.at)}`] })),
      },
    ],
  };
}

if (box && window.echarts) {
  const answer = await fetch(box.dataset.timeline, { headers: { Accept: 'application/json' } });
  if (answer.ok) {
    const data = await answer.json();
    const chart = window.echarts.init(box, null, { renderer: 'canvas' });
    const draw = () => chart.setOption(options(data), true);
    draw();
    chart.on('click', ({ data: item }) => {
      if (item?.utterance !== undefined) document.dispatchEvent(new CustomEvent('covalence:go', { detail: item.utterance }));
    });
    new ResizeObserver(() => chart.resize()).observe(box);
    for (const look of ['(prefers-color-scheme: dark)', 'print']) matchMedia(look).addEventListener('change', draw);
  } else {
    box.hidden = true;
  }
}
