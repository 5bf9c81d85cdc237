// Builds static/build from assets/src: one stylesheet, one script, the fonts and drawings they use,
// a sprite of icons, a map, a manifest of digests so that an address changes when its file does, and each
// text in fewer bytes as well.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';
import { cutFonts } from './fonts.mjs';
import { projectMap } from './map.mjs';
import { withoutUnusedTokens } from './tokens.mjs';
import { withoutUnusedRules } from './unused.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'assets/src');
const target = join(root, 'static/build');
const draft = `${target}.new`;

async function bundle() {
  await build({
    entryPoints: [join(source, 'app.css'), join(source, 'portal.js')],
    outdir: draft,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    loader: { '.woff2': 'file', '.svg': 'file' },
    assetNames: '[name]',
    legalComments: 'linked',
    nodePaths: [join(root, 'node_modules')],
    logLevel: 'warning',
  });
}

// Rules first: the tokens that only they used go with them.
async function dropUnused() {
  const sheet = join(draft, 'app.css');
  const script = await readFile(join(draft, 'portal.js'), 'utf8');
  const rules = await withoutUnusedRules(await readFile(sheet, 'utf8'), root);
  await writeFile(sheet, withoutUnusedTokens(rules, script));
}

// Drawings that a page names itself, such as the icon of the browser tab.
async function copyDrawings() {
  const folder = join(source, 'img');
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((n) => n.endsWith('.svg'))) {
    await copyFile(join(folder, name), join(draft, name));
  }
}

// "alert-circle" is drawn in lines, "alert-circle-filled" is the filled form of the same icon.
async function symbol(name) {
  const [style, file] = name.endsWith('-filled') ? ['filled', name.slice(0, -7)] : ['outline', name];
  const path = join(root, 'node_modules/@tabler/icons/icons', style, `${file}.svg`);
  const drawing = await readFile(path, 'utf8').catch(() => {
    throw new Error(`assets/src/icons.json: there is no icon "${name}"`);
  });
  const shapes = drawing
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, '')
    .replace(/\s*\n\s*/g, '');
  const paint = style === 'filled' ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${shapes}</symbol>`;
}

async function drawSprite() {
  const names = JSON.parse(await readFile(join(source, 'icons.json'), 'utf8'));
  const symbols = await Promise.all([...new Set(names)].sort().map(symbol));
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
  await writeFile(join(draft, 'icons.svg'), sprite);
}

async function drawMap() {
  await writeFile(join(draft, 'map.json'), `${JSON.stringify(await projectMap(root))}\n`);
}

async function writeManifest() {
  const digests = {};
  for (const name of (await readdir(draft)).sort()) {
    const content = await readFile(join(draft, name));
    digests[name] = createHash('sha256').update(content).digest('hex').slice(0, 12);
  }
  await writeFile(join(draft, 'manifest.json'), `${JSON.stringify(digests, null, 2)}\n`);
}

// Beside each text lies the same in fewer bytes: the server sends what the browser takes.
async function compress() {
  const texts = (await readdir(draft)).filter((name) => /\.(css|js|svg|json)$/.test(name));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  for (const name of texts) {
    const content = await readFile(join(draft, name));
    await writeFile(join(draft, `${name}.br`), await promisify(brotliCompress)(content, quality));
    await writeFile(join(draft, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
  }
}

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await bundle();
await dropUnused();
await cutFonts(join(source, 'fonts.css'), draft, join(root, 'node_modules/@fontsource-variable/source-sans-3/LICENSE'));
await copyDrawings();
await drawSprite();
await drawMap();
await writeManifest();
await compress();
// A running portal never sees half a build.
await rm(target, { recursive: true, force: true });
await rename(draft, target);
