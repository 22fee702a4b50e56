/* Draws each canvas[data-chart] with Chart.js. The table of its figure says the same, and stands without this file. */
"use strict";

(() => {
  const PAPER = { width: 640, lines: 270, bar: 52, axis: 90, sharpness: 3 };
  const ROOMY = 620;
  const STANDING = new Set(["lines", "columns"]);
  const STACKED = new Set(["stack", "stack-few", "columns"]);
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

  /* Parts of a stack are told apart without colour too: plain, hatched, dotted, empty. */
  const STROKES = {
    fair: (pen) => { pen.moveTo(0, 8); pen.lineTo(8, 0); },
    average: (pen) => { pen.moveTo(1, 2); pen.lineTo(3, 2); pen.moveTo(5, 6); pen.lineTo(7, 6); },
  };
  const PLAIN = { good: "good", poor: "sheet" };

  const filling = (tone) => {
    if (!STROKES[tone]) return token(PLAIN[tone] || tone);
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = token(`${tone}-wash`);
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = token(tone);
    pen.lineWidth = 2;
    pen.beginPath();
    STROKES[tone](pen);
    pen.stroke();
    return pen.createPattern(tile, "repeat");
  };

  const bars = (series, isStacked) => ({
    label: series.label,
    data: series.values,
    backgroundColor: isStacked ? filling(series.tone) : token(series.tone),
    borderColor: token(series.tone),
    borderWidth: isStacked ? 1 : 0,
    maxBarThickness: isStacked ? 28 : 18,
  });

  /* One line for each series; a gap in its values is a gap in the line. Series of one name look the same. */
  const line = (series, names) => {
    const place = names.indexOf(series.label);
    return {
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
    };
  };

  const scale = (said, isValue) => ({
    stacked: STACKED.has(said.kind),
    min: isValue && said.least !== null ? said.least : undefined,
    max: isValue && said.most !== null ? said.most : undefined,
    beginAtZero: isValue && said.least === null,
    title: { display: isValue, text: said.unit },
    grid: { color: token("rule"), display: isValue },
    border: { color: token("rule-dark") },
    ticks: isValue ? { callback: shown } : { autoSkip: STANDING.has(said.kind), maxRotation: 60 },
  });

  /* A name that several series bear stands once, and hides or shows all of them. */
  const legend = (isLine) => ({
    ...(isLine ? { usePointStyle: true, boxHeight: 6 } : { boxHeight: 12 }),
    filter: (item, data) => data.datasets.findIndex((one) => one.label === item.text) === item.datasetIndex,
  });

  const turnOnOrOff = (_event, item, { chart }) => {
    const visible = !chart.isDatasetVisible(item.datasetIndex);
    chart.data.datasets.forEach((one, place) => { if (one.label === item.text) chart.setDatasetVisibility(place, visible); });
    chart.update();
  };

  const settings = (said, room) => {
    const isLine = said.kind === "lines";
    const across = !STANDING.has(said.kind);
    const labels = [...new Set(said.series.map((one) => one.label))];
    return {
      type: isLine ? "line" : "bar",
      data: {
        labels: names(said, room),
        datasets: said.series.map((one) => (isLine ? line(one, labels) : bars(one, STACKED.has(said.kind)))),
      },
      options: {
        indexAxis: across ? "y" : "x",
        animation: false,
        maintainAspectRatio: false,
        devicePixelRatio: Math.max(window.devicePixelRatio, 2),
        scales: { x: scale(said, across), y: scale(said, !across) },
        plugins: {
          legend: { display: labels.length > 1, position: "bottom", align: "start", labels: legend(isLine), onClick: turnOnOrOff },
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
    chart.resize(PAPER.width, chart.options.indexAxis === "y" ? bars : PAPER.lines);
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
