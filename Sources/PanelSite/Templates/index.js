"use strict";
// Sorts the table by the column whose heading is pressed; pressed again, the other way round.
for (const button of document.querySelectorAll("th button")) {
  button.hidden = false;
  button.nextElementSibling.hidden = true;
  button.addEventListener("click", () => {
    const heading = button.closest("th"), body = document.querySelector("table.index tbody");
    const column = heading.cellIndex, isNumber = heading.classList.contains("number");
    const down = heading.getAttribute("aria-sort") === "none" ? isNumber : heading.getAttribute("aria-sort") === "ascending";
    const key = row => row.cells[column].dataset.key;
    const order = [...body.rows].sort((a, b) => isNumber ? key(a) - key(b) : key(a).localeCompare(key(b)));
    if (down) order.reverse();
    for (const other of heading.parentElement.cells) other.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...order);
  });
}
