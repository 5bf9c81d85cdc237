// Cuts the fonts down to what pages use: the letters that the stylesheet names, our weights and few features.
// A third of the bytes goes; a first visit waits for nothing longer than for the font.
// The licence of Source Sans keeps its name for the whole font (OFL 1.1, Reserved Font Name): what is cut down
// is called Portal Sans, in the file too, and has the licence with the copyright beside it.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fontverter from 'fontverter';
import subsetFont from 'subset-font';

const FACE = /@font-face\s*{[^}]*?font-weight:\s*(\d+) (\d+)[^}]*?url\("[^"]*?([\w-]+\.woff2)"\)[^}]*?unicode-range:\s*([^;]+);/g;
// As the font says it of itself.
const COPYRIGHT = '© 2023 Adobe (http://www.adobe.com/), with Reserved Font Name ‘Source’';
const FEATURES = ['ccmp', 'kern', 'locl', 'mark', 'mkmk', 'tnum', 'zero'];

function lettersIn(ranges) {
  const codes = ranges.split(',').flatMap((range) => {
    const [first, last = first] = range.trim().slice(2).split('-').map((code) => parseInt(code, 16));
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  });
  return String.fromCodePoint(...codes);
}

// Names stand in the file in two bytes a letter; as long as they were, nothing else in it moves.
function renamed(font) {
  const wide = (words) => Buffer.from(words, 'utf16le').swap16();
  const file = Buffer.from(font);
  for (const [former, name] of [['Source Sans', 'Portal Sans'], ['SourceSans', 'PortalSans']]) {
    for (let at = file.indexOf(wide(former)); at !== -1; at = file.indexOf(wide(former), at)) wide(name).copy(file, at);
  }
  return file;
}

export async function cutFonts(stylesheet, folder, licence) {
  const faces = [...(await readFile(stylesheet, 'utf8')).matchAll(FACE)];
  const files = (await readdir(folder)).filter((name) => name.endsWith('.woff2')).sort();
  // What is not understood would silently stay whole.
  if (`${faces.map(([, , , name]) => name).sort()}` !== `${files}`) {
    throw new Error('assets/src/fonts.css: each font needs its weights, its file and its letters');
  }
  for (const [, min, max, name, ranges] of faces) {
    const file = join(folder, name);
    const font = await subsetFont(await readFile(file), lettersIn(ranges), {
      targetFormat: 'truetype',
      keepFeatures: FEATURES,
      variationAxes: { wght: { min: Number(min), max: Number(max) } },
    });
    await writeFile(file, await fontverter.convert(renamed(font), 'woff2'));
  }
  await writeFile(join(folder, 'source-sans-3.LICENSE.txt'), `${COPYRIGHT}\n\n${await readFile(licence, 'utf8')}`);
}
