// Lines are moved by arrows, a point is set on its picture; nothing is sent before the button, and nothing is kept.
import { readyWidgets } from "../look/quiz-widgets.js";

const practice = document.querySelector("[data-practice]");
if (practice) readyWidgets(practice);
