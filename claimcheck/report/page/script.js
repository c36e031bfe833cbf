"use strict";
(function () {
  const all = (selector, node) => Array.from((node || document).querySelectorAll(selector));
  const notes = new Map(all(".note").map((note) => [note.id, note]));
  const claims = all(".claim");
  const ids = new Map(claims.map((claim) => [claim, claim.dataset.notes.split(" ")]));
  const rule = document.getElementById("rule");
  const shown = document.getElementById("shown");
  const card = document.getElementById("card");
  const content = document.getElementById("card-content");
  let opener = null;
  let timer = 0;

  function visible(id) {
    return !notes.get(id).hidden;
  }

  function filter() {
    const levels = new Set(all("input[name=level]:checked").map((box) => box.value));
    let count = 0;
    for (const note of notes.values()) {
      note.hidden = !levels.has(note.dataset.level) || !["", note.dataset.rule].includes(rule.value);
      count += note.hidden ? 0 : 1;
    }
    for (const claim of claims) {
      const left = ids.get(claim).filter(visible).map((id) => notes.get(id).dataset.level);
      const level = ["error", "warning", "info"].find((name) => left.includes(name));
      claim.classList.remove("error", "warning", "info");
      claim.classList.toggle("off", !level);
      if (level) {
        claim.classList.add(level);
        claim.setAttribute("href", "#" + ids.get(claim).find(visible));
      } else {
        claim.removeAttribute("href");
      }
    }
    for (const file of all(".file")) {
      file.classList.toggle("empty", !all(".note", file).some((note) => !note.hidden));
    }
    shown.textContent = "Showing " + count + " of " + notes.size;
    close(false);
  }

  function open(claim) {
    const wanted = ids.get(claim).filter(visible);
    if (!wanted.length) {
      return;
    }
    close(false);
    opener = claim;
    content.replaceChildren(
      ...wanted.map((id) => {
        const copy = document.createElement("div");
        const note = notes.get(id);
        copy.className = note.className;
        copy.append(...Array.from(note.childNodes, (child) => child.cloneNode(true)));
        return copy;
      })
    );
    claim.classList.add("on");
    wanted.forEach((id) => notes.get(id).classList.add("on"));
    card.hidden = false;
    const place = claim.getClientRects()[0];
    const height = card.offsetHeight;
    const below = place.bottom + 8;
    const top = below + height <= innerHeight ? below : Math.max(8, place.top - height - 8);
    card.style.top = top + "px";
    card.style.left = Math.max(8, Math.min(place.left, innerWidth - card.offsetWidth - 8)) + "px";
  }

  function close(back) {
    clearTimeout(timer);
    all(".on").forEach((node) => node.classList.remove("on"));
    card.hidden = true;
    content.replaceChildren();
    if (back && opener) {
      opener.focus();
    }
    opener = null;
  }

  let pinned = false;
  for (const claim of claims) {
    claim.addEventListener("click", (event) => {
      event.preventDefault();
      const again = pinned && opener === claim;
      pinned = !again;
      if (again) {
        close(false);
      } else {
        open(claim);
        card.focus({ preventScroll: true });
      }
    });
    claim.addEventListener("mouseenter", () => {
      clearTimeout(timer);
      if (!pinned && matchMedia("(hover: hover)").matches) {
        timer = setTimeout(() => open(claim), 120);
      }
    });
    claim.addEventListener("mouseleave", () => {
      clearTimeout(timer);
      if (!pinned) {
        timer = setTimeout(() => pinned || close(false), 250);
      }
    });
  }
  card.addEventListener("mouseenter", () => clearTimeout(timer));
  card.addEventListener("mouseleave", () => {
    if (!pinned) {
      close(false);
    }
  });
  document.getElementById("close").addEventListener("click", () => {
    pinned = false;
    close(true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) {
      pinned = false;
      close(true);
    }
  });
  document.addEventListener("click", (event) => {
    if (!card.hidden && !event.target.closest("#card, .claim")) {
      pinned = false;
      close(false);
    }
  });
  all("input[name=level]").forEach((box) => box.addEventListener("change", filter));
  rule.addEventListener("change", filter);
  all("[data-pick]").forEach((button) =>
    button.addEventListener("click", () => {
      rule.value = rule.value === button.dataset.pick ? "" : button.dataset.pick;
      filter();
    })
  );
  addEventListener("beforeprint", () => all(".file").forEach((file) => (file.open = true)));
  document.querySelector(".controls").hidden = false;
  document.documentElement.dataset.ready = "yes";
  filter();
})();
