// Answers of a quiz are sent as they are given. Without network they wait in this browser (localStorage, only what isn't
// delivered yet, forgotten on logging out) and are sent when it is back; a number of each step's own lets the server keep
// once what arrives twice. The time is the server's: this clock is set by each of its answers.
import { readyWidgets, showFields } from "../look/quiz-widgets.js";

const RETRY = 5_000; // milliseconds
const TYPING = 700; // after the last key
const MINUTE = 60_000;

const quiz = document.querySelector("[data-quiz]");
const key = `lerna-quiz:${quiz?.dataset.quiz}`;
let ahead = quiz?.dataset.now ? Number(quiz.dataset.now) - Date.now() : 0; // of the server before this browser
let over = false;

const now = () => Date.now() + ahead;
const due = Number(quiz?.dataset.due) || Infinity;

// What waits, the earliest first: { step, at, question, fields: [[name, value], …] }.
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return []; // no storage, or somebody else's words in it
  }
};
let memory = null; // where the browser lets nothing be stored
const waiting = () => memory ?? read();
const write = (steps) => {
  try {
    if (steps.length) localStorage.setItem(key, JSON.stringify(steps));
    else localStorage.removeItem(key);
  } catch {
    memory = steps;
  }
};

const say = (what) => {
  for (const sentence of quiz.querySelectorAll("[data-state] [data-says]")) sentence.hidden = sentence.dataset.says !== what;
  const count = quiz.querySelector("[data-state] [data-count]");
  if (count) count.textContent = waiting().length;
};

const makeStep = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64; // RFC 9562, version 4
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

const readFields = (question) =>
  [...question.querySelectorAll("[name]")]
    .filter(({ name, type, checked }) => !["question", "hint"].includes(name) && (!["radio", "checkbox"].includes(type) || checked))
    .map(({ name, value }) => [name, value]);

const keep = (question) => {
  if (now() > due) return;
  const step = { step: makeStep(), at: Math.round(now()), question: question.dataset.question, fields: readFields(question) };
  write([...waiting(), step]);
  deliver();
};

const post = async ({ step, at, question, fields }) => {
  const body = new URLSearchParams(fields);
  body.append("question", question);
  body.append("step", step);
  body.append("at", at);
  const token = quiz.querySelector("[name=csrfmiddlewaretoken]").value;
  return fetch(quiz.dataset.answer, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual" });
};

const refuse = (name, sentence) => {
  const note = document.getElementById(`q-${name}-error`);
  if (!note) return;
  note.hidden = !sentence;
  note.querySelector("span").textContent = sentence;
};

// Sends what waits, one after another, and says how it stands; true where nothing waits any more.
const send = async () => {
  for (let [next] = waiting(); next; [next] = waiting()) {
    say("saving");
    const answer = await post(next).catch(() => null);
    if (!answer) return pause(over || now() > due ? "over-waiting" : "waiting");
    if (answer.type === "opaqueredirect" || answer.status === 403) return pause("signed-out");
    if (!answer.ok) return pause("stuck");
    const { now: server, refused } = await answer.json();
    ahead = server - Date.now();
    write(waiting().filter(({ step }) => step !== next.step));
    refuse(next.question, refused);
  }
  say(over ? "over" : "saved");
  return true;
};

let sending = null; // one at a time: it takes along what comes meanwhile
const deliver = () => {
  sending ??= send().finally(() => {
    sending = null;
  });
  return sending;
};

let later = null;
const pause = (what) => {
  say(what);
  clearTimeout(later);
  later = setTimeout(deliver, RETRY);
  return false;
};

const tick = () => {
  const left = due - now();
  const shown = quiz.querySelector("[data-countdown]");
  const seconds = Math.max(0, Math.ceil(left / 1000));
  const pad = (number) => String(number).padStart(2, "0");
  shown.textContent = `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
  shown.parentElement.classList.toggle("quiz-hurry", left < MINUTE);
  const announced = quiz.querySelector("[data-announce]");
  if ([300, 60].includes(seconds)) announced.textContent = `${announced.dataset.minutes} ${seconds / 60}`;
  if (left <= 0 && !over) end();
};

const end = async () => {
  over = true;
  for (const field of quiz.querySelectorAll("fieldset")) field.disabled = true;
  // The server ends it a few seconds later: till then it takes what is on its way.
  while (!(await deliver())) await new Promise((done) => setTimeout(done, RETRY));
  await new Promise((done) => setTimeout(done, Math.max(0, due + Number(quiz.dataset.grace) * 1000 + 500 - now())));
  location.replace(location.pathname);
};

const listen = () => {
  const typing = new Map();
  const settleTyping = (question) => {
    clearTimeout(typing.get(question));
    if (typing.delete(question)) keep(question);
  };
  quiz.addEventListener("input", ({ target }) => {
    const question = target.closest("[data-question]");
    if (!question || target.type === "radio" || target.type === "checkbox" || target.tagName === "SELECT") return;
    clearTimeout(typing.get(question));
    typing.set(question, setTimeout(() => settleTyping(question), TYPING));
  });
  quiz.addEventListener("change", ({ target }) => {
    const question = target.closest("[data-question]");
    if (!question) return;
    typing.set(question, typing.get(question));
    settleTyping(question);
  });
  addEventListener("pagehide", () => [...typing.keys()].forEach(settleTyping));
  quiz.addEventListener("submit", async (event) => {
    [...typing.keys()].forEach(settleTyping);
    if (!waiting().length || event.defaultPrevented) return;
    event.preventDefault();
    const { submitter } = event;
    if (await deliver()) quiz.requestSubmit(submitter); // otherwise the page says what it waits for
  });
};

// What waits, or was answered in another tab, stands in the form too.
const showAnswers = (steps) => {
  for (const { question, fields } of steps) {
    const shown = quiz.querySelector(`[data-question="${CSS.escape(question)}"]`);
    if (shown) showFields(shown, fields);
  }
};

if (quiz) {
  addEventListener("online", deliver);
  document.addEventListener("visibilitychange", () => document.hidden || deliver());
  if (!("ended" in quiz.dataset)) {
    readyWidgets(quiz);
    showAnswers(waiting());
    listen();
    addEventListener("storage", (event) => event.key === key && event.newValue && showAnswers(JSON.parse(event.newValue)));
    addEventListener("offline", () => say("waiting"));
    if (due < Infinity) {
      tick();
      setInterval(tick, 1000);
    }
  }
  if (waiting().length) deliver();
}
