"use strict";
const articles = [...document.querySelectorAll("article")];
const [find, verdict, code] = ["find", "verdict", "code"].map(id => document.getElementById(id));
const show = () => {
  const wanted = find.value.trim().toLowerCase();
  for (const article of articles)
    article.hidden = !((!verdict.value || article.dataset.verdict === verdict.value)
      && (!code.value || article.dataset.codes.split(" ").includes(code.value))
      && (!wanted || article.textContent.toLowerCase().includes(wanted)));
  const count = articles.filter(article => !article.hidden).length;
  document.getElementById("shown").textContent = `${count} shown`;
};
for (const control of [find, verdict, code]) control.addEventListener("input", show);
document.querySelector(".scripted").hidden = false;
