/* Comforts only: every page does its work without this file. */
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const locale = document.documentElement.lang || "vi";
  const shown = (hundredths) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(hundredths / 100);

  /* Points in hundredths, or null for what is not a number: "93,5" and "93.5" are the same. */
  const points = (text) => {
    const clean = String(text).trim().replace(",", ".");
    return /^\d+(\.\d{1,2})?$/.test(clean) ? Math.round(Number(clean) * 100) : null;
  };

  const say = (selector, text, root = document) =>
    all(selector, root).forEach((place) => { if (place.textContent !== text) place.textContent = text; });

  /* Scoresheet: the total, the sum of each group, how many are left, and the class once none is. */
  const scoring = (form) => {
    const classes = JSON.parse(form.dataset.classes || "[]")
      .map((one) => ({ ...one, least: points(one.floor) }))
      .sort((a, b) => b.least - a.least);

    /* A criterion's mark; sub-marks (data-part) add up, and make none while one is missing. */
    const marks = () => {
      const found = new Map();
      all("[data-criterion]", form).forEach((input) => {
        const seen = found.get(input.dataset.criterion) || { given: null, input, parts: 0 };
        if (input.dataset.part) {
          const part = points(input.value);
          seen.given = part === null || (seen.parts && seen.given === null) ? null : (seen.given || 0) + part;
          seen.parts += 1;
        } else if (input.type !== "radio" || input.checked) {
          seen.given = points(input.value);
        }
        found.set(input.dataset.criterion, seen);
      });
      return [...found.values()];
    };

    /* Where a criterion leaves the denominator, the rest is brought back to the full total. */
    const outOfFull = (total) => {
      const { scoreFull, scoreCounted } = form.dataset;
      return scoreFull && scoreCounted ? Math.round(total * points(scoreFull) / points(scoreCounted)) : total;
    };

    /* A criterion with data-cap that lacks its full mark holds the class down to that one. */
    const capped = (earned, marked) => marked.reduce((at, { given, input: { dataset: { cap, full } } }) => {
      const holds = cap && given !== null && given < points(full);
      return holds ? Math.max(at, classes.findIndex((one) => one.key === cap)) : at;
    }, earned);

    const grade = (index) => {
      const reached = classes[index];
      all("[data-score-grade]").forEach((place) => {
        if (!place.dataset.none) place.dataset.none = place.dataset.unrated || place.textContent;
        place.className = `grade grade--large is-${reached ? reached.key : "none"}`;
        place.textContent = reached ? reached.label : place.dataset.none;
      });
    };

    const refresh = () => {
      const given = marks();
      const left = given.filter((mark) => mark.given === null).length;
      const sums = {};
      let total = 0;
      given.forEach((mark) => {
        const group = mark.input.dataset.group;
        sums[group] = (sums[group] || 0) + (mark.given || 0);
        total += mark.given || 0;
      });
      total = outOfFull(total);
      Object.entries(sums).forEach(([group, sum]) => say(`[data-group-sum="${CSS.escape(group)}"]`, shown(sum), form));
      say("[data-score-total]", shown(total));
      say("[data-score-left]", String(left));
      all("[data-score-unfinished]").forEach((place) => { place.hidden = left === 0; });
      grade(left ? -1 : capped(classes.findIndex((one) => total >= one.least), given));
    };

    /* A line of sub-marks typed in the first field, 2+4+2,5+1, is laid out over all of them. */
    const layOut = ({ target }) => {
      const given = target.dataset.part ? target.value.trim().split(/[+;\s]+/).filter(Boolean) : [];
      const parts = all(`[data-criterion="${CSS.escape(target.dataset.criterion || "")}"]`, form);
      if (given.length < 2 || given.length !== parts.length || parts[0] !== target) return;
      parts.forEach((part, place) => { part.value = given[place]; });
      form.dispatchEvent(new Event("input"));
    };

    /* Each mark beside its suggestion, in words. */
    const compare = () => all("[data-versus]", form).forEach((place) => {
      const { of, versus, above, below, equal } = place.dataset;
      const given = points(form.elements[of]?.value), over = given - points(versus);
      const words = given === null ? "" : over > 0 ? above : over < 0 ? below : equal;
      place.textContent = words.replace("{points}", shown(Math.abs(over)));
      place.parentElement.classList.toggle("versus--above", over > 0);
    });

    form.addEventListener("change", layOut);
    form.addEventListener("input", () => { refresh(); compare(); });
    refresh();
  };

  /* Roll: how many are present, late, excused, unexcused, and how many lines still want a reason. */
  const counting = (form) => {
    const state = (line) => {
      if (!line.querySelector("[name=absent]:checked")) return "present";
      const chosen = line.querySelector("[data-state]:checked");
      if (!chosen) return "undecided";
      return chosen.dataset.state === "other" ? "excused" : chosen.dataset.state;
    };

    const refresh = () => {
      const count = { present: 0, late: 0, excused: 0, unexcused: 0, undecided: 0 };
      const lines = all("[data-roll-line]:not([data-roll-outside])", form);
      lines.forEach((line) => { count[state(line)] += 1; });
      const here = count.present + count.late;
      const counted = lines.length - (form.dataset.roll === "excused-out" ? count.excused : 0);
      const percent = counted ? Math.round(here * 10000 / counted) : 0;
      const told = {
        ...count, here, absent: lines.length - here, obliged: lines.length, percent: `${shown(percent)} %`,
      };
      Object.entries(told).forEach(([name, value]) => say(`[data-roll-count="${name}"]`, String(value)));
      all("[data-roll-when]").forEach((place) => { place.hidden = !told[place.dataset.rollWhen]; });
    };

    form.addEventListener("change", refresh);
    refresh();
  };

  /* What is typed stays in this browser until it is known to be stored. */
  const shelf = {
    read(key) { try { return JSON.parse(localStorage.getItem(`kept:${key}`)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(`kept:${key}`, JSON.stringify(value)); } catch { /* full or forbidden */ } },
    clear(key) { try { localStorage.removeItem(`kept:${key}`); } catch { /* forbidden */ } },
  };

  const typed = (form) => all("textarea[name], input[type=text][name]", form);

  const offer = (form, kept) => {
    const words = document.body.dataset;
    const box = document.createElement("div");
    const text = document.createElement("p");
    const restore = document.createElement("button");
    const forget = document.createElement("button");
    box.className = "notice kept";
    text.textContent = words.keptFound;
    restore.textContent = words.keptRestore;
    forget.textContent = words.keptForget;
    [restore, forget].forEach((button) => { button.type = "button"; button.className = "button button--small"; });
    restore.addEventListener("click", () => {
      typed(form).forEach((field) => { if (field.name in kept) field.value = kept[field.name]; });
      form.dispatchEvent(new Event("input"));
      box.remove();
    });
    forget.addEventListener("click", () => { shelf.clear(form.dataset.keep); box.remove(); });
    box.append(text, restore, forget);
    form.prepend(box);
  };

  const keeping = (form) => {
    const key = form.dataset.keep;
    const now = () => Object.fromEntries(typed(form).map((field) => [field.name, field.value]));
    const kept = shelf.read(key);
    const drawn = now();
    if (kept && Object.entries(kept).some(([name, value]) => name in drawn && value !== drawn[name])) offer(form, kept);
    form.addEventListener("input", () => shelf.write(key, now()));
    form.addEventListener("submit", () => { try { sessionStorage.setItem("sent", key); } catch { /* forbidden */ } });
  };

  /* A page with a word of success says that the last form sent was stored. */
  const settle = () => {
    let sent = null;
    try { sent = sessionStorage.getItem("sent"); sessionStorage.removeItem("sent"); } catch { /* forbidden */ }
    if (sent && document.querySelector(".notice--success, .notice--done")) shelf.clear(sent);
  };

  /* A second press within a second is a slip of the finger. */
  const pressedOnce = (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.pressed) { event.preventDefault(); return; }
    form.dataset.pressed = "yes";
    setTimeout(() => { delete form.dataset.pressed; }, 1000);
  };

  /* A slide rule writes into its box, and follows what is typed there; an empty box is no nought. */
  const sliding = (range) => {
    const box = document.getElementById(range.dataset.slides);
    const follow = () => {
      const given = points(box.value);
      range.value = String((given || 0) / 100);
      range.classList.toggle("is-unset", given === null);
      range.setAttribute("aria-valuetext", given === null ? range.dataset.unset : shown(given));
    };
    const write = () => { box.value = shown(Math.round(Number(range.value) * 100)); follow(); };
    range.addEventListener("input", write);
    range.addEventListener("click", write);
    box.addEventListener("input", follow);
    range.hidden = false;
    follow();
  };

  /* Posted by the page itself, once: stamps that it was opened. Its button is for those without scripts. */
  const signal = (form) => {
    form.hidden = true;
    fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" }).catch(() => {});
  };

  const copying = (button) => {
    const source = document.querySelector(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(source.value || source.textContent).then(() => {
      button.textContent = button.dataset.copied || label;
      setTimeout(() => { button.textContent = label; }, 2000);
    }));
  };

  const printing = (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  };

  settle();
  all("form[data-score]").forEach(scoring);
  all("form[data-roll]").forEach(counting);
  all("form[data-keep]").forEach(keeping);
  all("form[data-beacon]").forEach(signal);
  all("[data-slides]").forEach(sliding);
  all("[data-copy]").forEach(copying);
  all("[data-print]").forEach(printing);
  document.addEventListener("submit", pressedOnce);
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
