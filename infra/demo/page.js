// The page: its address says which view (#patient, #staff, #screen) and which clinic (#staff/<id>); each view has its own login.
import { LiveQueue } from "./live.js";
import { attempt, element, show, tellProblem, told, write } from "./parts.js";
import { Patient } from "./patient.js";
import { Session } from "./session.js";
import { Staff } from "./staff.js";

const views = {
  patient: { title: "Patient", hint: "As a patient: log in, or register below.", registers: true },
  staff: { title: "Staff", hint: "As staff of a clinic, or as an administrator: a fresh system has admin@frontdesk.example, password frontdesk-demo." },
  screen: { title: "Public screen", hint: "The screen shows numbers only; any account will do.", registers: true },
};

let view = "patient";
let session;
let clinics = [];
let live;
let desk;

// The view and the clinic that the address names.
const inAddress = () => location.hash.slice(1).split("/");

async function openView() {
  closeQueue();
  const [name] = inAddress();
  view = views[name] ? name : "patient";
  session = new Session(view);
  document.body.dataset.view = view;
  tellProblem("");
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  drawEntry();
  if (session.user) await openClinics(inAddress()[1]);
}

function drawEntry() {
  const { title, hint, registers } = views[view];
  const { user } = session;
  document.title = `${title}: queue board`;
  element("entry-title").textContent = `${title}: log in`;
  element("entry-hint").textContent = hint;
  show("entry", !user);
  show("newcomer", Boolean(registers));
  show("choice", Boolean(user));
  show("founding", view === "staff" && user?.role === "ADMIN");
  show("closed", false);
  element("who").textContent = user ? `${user.firstName} ${user.lastName}` : "";
}

async function enter() {
  drawEntry();
  await openClinics(inAddress()[1]);
  element("clinics").focus();
}

function leave() {
  closeQueue();
  session.forget();
  drawEntry();
  element("login-email").focus();
}

async function openClinics(clinicId) {
  const asked = session;
  try {
    const { data } = await session.ask("GET", "/api/clinic?limit=100");
    if (asked !== session) return;
    clinics = data.clinics;
  } catch (refusal) {
    // Whoever is logged in may read this.
    if (refusal.status !== 401 || asked !== session) throw refusal;
    leave();
    throw new Error("This login has ended. Please log in again.");
  }
  const list = element("clinics");
  list.replaceChildren(new Option(clinics.length ? "Choose a clinic" : "There is no clinic yet", ""));
  for (const { id, name } of clinics) list.add(new Option(name, id));
  list.value = clinics.some(({ id }) => id === clinicId) ? clinicId : "";
  if (!list.value && clinics.length === 1) list.value = clinics[0].id;
  await openClinic();
}

// Without the event of a changed address: the view stays.
async function openClinic() {
  closeQueue();
  const clinicId = element("clinics").value;
  history.replaceState(null, "", clinicId ? `#${view}/${clinicId}` : `#${view}`);
  if (!clinicId) return;
  const asked = session;
  const queue = await queueOfToday(clinicId);
  if (asked !== session || clinicId !== element("clinics").value) return;
  if (queue.closed) showClosed(queue.closed);
  else await openQueue(queue);
}

async function queueOfToday(clinicId) {
  try {
    return (await session.ask("GET", `/api/queues/${clinicId}`)).data;
  } catch (refusal) {
    if (refusal.status !== 400) throw refusal;
    return { closed: refusal.message };
  }
}

function showClosed(words) {
  element("closed-words").textContent = words;
  show("closed", true);
  show("opening", view === "staff");
}

async function openQueue(queue) {
  element("board-title").textContent = clinics.find(({ id }) => id === queue.clinicId)?.name ?? "";
  show("closed", false);
  show("board", true);
  drawBoard(queue);
  if (view === "patient") desk = new Patient(session, queue.id);
  if (view === "staff") desk = new Staff(session, queue.id, (...event) => live.tell(...event));
  live = new LiveQueue(session, queue.id, {
    connection: drawConnection,
    status: (status) => {
      drawBoard(status);
      desk?.changed(status);
    },
    token: (event, token) => desk?.told?.(event, token),
    ended: (words) => {
      leave();
      tellProblem(words);
    },
  });
  await desk?.start();
}

function closeQueue() {
  live?.close();
  live = desk = undefined;
  for (const id of ["board", "patient", "staff", "closed"]) show(id, false);
  for (const id of ["counter", "place", "pause", "connection"]) element(id).textContent = "";
  for (const id of ["serving", "waiting", "served"]) element(id).textContent = "–";
}

function drawConnection(words, isLive) {
  element("connection").textContent = words;
  element("connection").classList.toggle("live", isLive);
  element("board").classList.toggle("stale", !isLive);
}

function drawBoard({ currentTokenNo, waitingCount, lastServedTokenNumber, isActive }) {
  write("serving", currentTokenNo === 0 || currentTokenNo === lastServedTokenNumber ? "–" : currentTokenNo);
  write("waiting", waitingCount ?? "–");
  write("served", lastServedTokenNumber ?? "–");
  write("pause", isActive === false ? "The queue is closed: no tokens are given at the moment." : "");
}

const fields = (form) => Object.fromEntries(new FormData(form));

function onSubmit(id, action) {
  element(id).addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => action(fields(event.target), event.target));
  });
}

onSubmit("login", async ({ email, password }, form) => {
  await session.logIn(email, password);
  form.reset();
  await enter();
});

onSubmit("register", async (newcomer, form) => {
  await session.register(newcomer);
  form.reset();
  await enter();
});

onSubmit("found", async ({ name, latitude, longitude }, form) => {
  const { location: place } = await session.ask("POST", "/api/clinic", { name, latitude: Number(latitude), longitude: Number(longitude) });
  form.reset();
  element("founding").open = false;
  await openClinics(place.split("/").pop());
});

onSubmit("opening", async ({ maxQueueSize }) => {
  await session.ask("POST", `/api/queues/init/${element("clinics").value}`, { maxQueueSize: Number(maxQueueSize) });
  await openClinic();
  element("call").focus();
});

element("clinics").addEventListener("change", () => told(openClinic));
element("look-again").addEventListener("click", () => attempt(openClinic));
element("logout").addEventListener("click", () =>
  attempt(async () => {
    closeQueue();
    const left = session.logOut();
    drawEntry();
    element("login-email").focus();
    await left;
  }),
);
window.addEventListener("hashchange", () => told(openView));
told(openView);
