// Projects the land of Natural Earth and the knooppunten onto one drawing: a file of outlines and points
// that the portal puts together with what it knows of each knooppunt.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { geoMercator, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';

const SIZE = [480, 410];
// The corner of the south-west and that of the north-east, in degrees of longitude and latitude.
const CORNERS = [[3.0, 51.1], [6.1, 52.7]];
const COUNTRIES = { nl: '528', be: '056' };

// Where each knooppunt is drawn: roughly the middle of the area, as any public map shows it, moved a little
// where two marks would touch; and on which side of it its name stands. "Overige zeehavens", "Regionale luchthavens" and "Buitenland en overig" are
// no single place: they have none here, and the portal lists them in a box in the sea.
const PLACES = {
  rotterdam: { at: [4.12, 51.95], side: 'left' },
  'zeeland-west-brabant': { at: [3.82, 51.48], side: 'left' },
  noordzeekanaalgebied: { at: [4.72, 52.46], side: 'right' },
  schiphol: { at: [4.76, 52.31], side: 'right' },
  bloemenveilingen: { at: [4.84, 52.16], side: 'right' },
  antwerpen: { at: [4.35, 51.27], side: 'right' },
};

export async function projectMap(root) {
  const atlas = join(root, 'node_modules/world-atlas/countries-10m.json');
  const topology = JSON.parse(await readFile(atlas, 'utf8'));
  const countries = feature(topology, topology.objects.countries).features;
  const frame = { type: 'MultiPoint', coordinates: CORNERS };
  const full = [[0, 0], SIZE];
  const projection = geoMercator().fitExtent(full, frame).clipExtent(full);
  const draw = geoPath(projection).digits(1);
  const land = Object.entries(COUNTRIES).map(([code, id]) => ({
    code,
    outline: draw(countries.find((country) => country.id === id)) ?? '',
  }));
  const places = Object.entries(PLACES).map(([code, { at, side }]) => {
    const [x, y] = projection(at).map((value) => Number(value.toFixed(1)));
    return [code, { x, y, side }];
  });
  return { size: SIZE, land, places: Object.fromEntries(places) };
}
