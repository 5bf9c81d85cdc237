// Leaves rules of the component libraries out that no page asks for: the portal uses a part of each component.
// Our own rules stay whatever they say, and so do the names in them.
import { join } from 'node:path';
import { PurgeCSS } from 'purgecss';

const PAGES = ['templates/**/*.html', 'portal/**/*.py', 'assets/src/*'];
const OF_LIBRARIES = /(?<![\w-])(?:nl|utrecht)-[\w-]*/g;
const OURS = /^(?!(?:nl|utrecht)-)/;

export async function withoutUnusedRules(css, root) {
  const known = [...new Set(css.match(OF_LIBRARIES))];
  // A name that stops at a dash gets its end when the page is made, so every end may be it.
  const named = (text) => (text.match(OF_LIBRARIES) ?? []).flatMap(
    (name) => (name.endsWith('-') ? known.filter((each) => each.startsWith(name)) : name),
  );
  const [sheet] = await new PurgeCSS().purge({
    content: PAGES.map((page) => join(root, page)),
    css: [{ raw: css }],
    defaultExtractor: named,
    safelist: [OURS],
  });
  return sheet.css;
}
