/* Draws each canvas[data-chart] with Chart.js. The table of its figure says the same, and stands without this file. */
"use strict";

(() => {
  const PAPER = { width: 640, lines: 270, bar: 52, axis: 90, sharpness: 3 };
  const ROOMY = 620;
  const POINTS = ["circle", "rect", "triangle", "rectRot"];
  const locale = document.documentElement.lang || "vi";
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const shown = (value) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
  const charts = [];

  /* A long name on several lines. */
  const wrapped = (text, most) => text.split(" ").reduce((lines, word) => {
    const last = lines[lines.length - 1];
    if (lines.length && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []);

  /* On a phone the short names; the table beside the chart has the long ones. */
  const names = (said, room) =>
    said.labels.map((one) => (room < ROOMY ? one.short : wrapped(one.long, room > 900 ? 44 : 30)));

  const bars = (series) => ({
    label: series.label,
    data: series.values,
    backgroundColor: token(series.tone),
    maxBarThickness: 18,
  });

  /* One line for each series; a gap in its values is a gap in the line. */
  const line = (series, place) => ({
    label: series.label,
    data: series.values,
    borderColor: token(series.tone),
    backgroundColor: token(series.tone),
    borderWidth: 2,
    borderDash: place % 2 ? [6, 4] : [],
    pointStyle: POINTS[place % POINTS.length],
    pointRadius: 4,
    tension: 0,
    spanGaps: false,
  });

  const scale = (said, isValue) => ({
    min: isValue && said.least !== null ? said.least : undefined,
    max: isValue && said.most !== null ? said.most : undefined,
    beginAtZero: isValue && said.least === null,
    title: { display: isValue, text: said.unit },
    grid: { color: token("rule"), display: isValue },
    border: { color: token("rule-dark") },
    ticks: isValue ? { callback: shown } : { autoSkip: said.kind === "lines", maxRotation: 60 },
  });

  const legend = (across) => (across ? { boxHeight: 12 } : { usePointStyle: true, boxHeight: 6 });

  const settings = (said, room) => {
    const across = said.kind !== "lines";
    return {
      type: across ? "bar" : "line",
      data: { labels: names(said, room), datasets: said.series.map(across ? bars : line) },
      options: {
        indexAxis: across ? "y" : "x",
        animation: false,
        maintainAspectRatio: false,
        devicePixelRatio: Math.max(window.devicePixelRatio, 2),
        scales: { x: scale(said, across), y: scale(said, !across) },
        plugins: {
          legend: { display: said.series.length > 1, position: "bottom", align: "start", labels: legend(across) },
          tooltip: { callbacks: { label: (at) => `${at.dataset.label}: ${shown(at.raw)}` } },
        },
      },
    };
  };

  const draw = (canvas) => {
    canvas.parentElement.hidden = false;
    charts.push(new Chart(canvas, settings(JSON.parse(canvas.dataset.chart), canvas.parentElement.clientWidth)));
  };

  const onPaper = () => charts.forEach((chart) => {
    const bars = PAPER.axis + PAPER.bar * chart.data.labels.length;
    chart.options.devicePixelRatio = PAPER.sharpness;
    chart.resize(PAPER.width, chart.config.type === "bar" ? bars : PAPER.lines);
  });

  const onScreen = () => charts.forEach((chart) => {
    chart.options.devicePixelRatio = Math.max(window.devicePixelRatio, 2);
    chart.resize();
  });

  Object.assign(Chart.defaults.font, { family: token("sans"), size: 14 });
  Chart.defaults.color = token("ink");
  document.querySelectorAll("canvas[data-chart]").forEach(draw);
  window.addEventListener("beforeprint", onPaper);
  window.addEventListener("afterprint", onScreen);
})();
