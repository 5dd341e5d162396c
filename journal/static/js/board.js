// The board of emotions: arrows move between them, a fourth one is not taken, the count is said.

const MOST = 3;

export function enhanceBoard(form) {
  const board = form.querySelector("[data-emotion-board]");
  if (!board) return;
  const boxes = [...board.querySelectorAll("input[type='checkbox']")];
  const count = form.querySelector("[data-emotion-count]");

  function update() {
    const chosen = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.disabled = chosen >= MOST && !box.checked;
    count.textContent = chosen ? `${chosen} sur ${MOST}` : "";
  }

  board.addEventListener("keydown", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    const next = nearest(boxes, at, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  board.addEventListener("change", update);
  form.addEventListener("filled", update);
  update();
}

// The closest box in the direction of the arrow, as the eye sees the board.
function nearest(boxes, at, key) {
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  if (!(key in ways)) return null;
  const [dx, dy] = ways[key];
  const from = boxes[at].getBoundingClientRect();
  let best = null;
  let least = Infinity;
  for (const box of boxes) {
    if (box.disabled || box === boxes[at]) continue;
    const to = box.getBoundingClientRect();
    const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const across = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    const cost = along + 3 * across;
    if (along > 4 && cost < least) [best, least] = [box, cost];
  }
  return best;
}
