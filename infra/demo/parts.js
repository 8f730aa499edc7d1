// The page's elements, and how an action's failure is told.
export const element = (id) => document.getElementById(id);

export const show = (id, shown) => {
  element(id).hidden = !shown;
};

// Writes only what differs, so that a reader of the screen hears of changes alone.
export function write(id, words) {
  if (element(id).textContent !== String(words)) element(id).textContent = words;
}

// One action at a time: a second press while the first is under way does nothing.
let busy = false;

export async function attempt(action) {
  if (busy) return;
  busy = true;
  document.body.setAttribute("aria-busy", "true");
  await told(action);
  busy = false;
  document.body.removeAttribute("aria-busy");
}

export async function told(action) {
  try {
    await action();
    tellProblem("");
  } catch (problem) {
    tellProblem(problem.message);
  }
}

export function tellProblem(words) {
  element("problem").textContent = words === "Unauthorized" ? "This account may not do that." : words;
}
