// Cuts the fonts down to what pages use: the letters that the stylesheet names, our weights and few features.
// A third of the bytes goes; a first visit waits for nothing longer than for the font.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const FACE = /@font-face\s*{[^}]*?font-weight:\s*(\d+) (\d+)[^}]*?url\("[^"]*?([\w-]+\.woff2)"\)[^}]*?unicode-range:\s*([^;]+);/g;
const FEATURES = ['ccmp', 'kern', 'locl', 'mark', 'mkmk', 'tnum', 'zero'];

function lettersIn(ranges) {
  const codes = ranges.split(',').flatMap((range) => {
    const [first, last = first] = range.trim().slice(2).split('-').map((code) => parseInt(code, 16));
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  });
  return String.fromCodePoint(...codes);
}

export async function cutFonts(stylesheet, folder) {
  const faces = [...(await readFile(stylesheet, 'utf8')).matchAll(FACE)];
  const files = (await readdir(folder)).filter((name) => name.endsWith('.woff2')).sort();
  // What is not understood would silently stay whole.
  if (`${faces.map(([, , , name]) => name).sort()}` !== `${files}`) {
    throw new Error('assets/src/fonts.css: each font needs its weights, its file and its letters');
  }
  for (const [, min, max, name, ranges] of faces) {
    const file = join(folder, name);
    const font = await subsetFont(await readFile(file), lettersIn(ranges), {
      targetFormat: 'woff2',
      keepFeatures: FEATURES,
      variationAxes: { wght: { min: Number(min), max: Number(max) } },
    });
    await writeFile(file, font);
  }
}
