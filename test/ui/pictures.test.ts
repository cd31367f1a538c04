import { expect, test } from 'vitest';
import { pictureOf, PICTURES } from '../../scripts/pictures.ts';

test.each(PICTURES)('docs/images: $name is what the program shows (npm run screens)', async (picture) => {
  await expect(await pictureOf(picture)).toMatchFileSnapshot(`../../docs/images/${picture.name}.svg`);
});
