// Lets a script that imports from src run on what the build made of it: `node --import=tsx --import=./scripts/on-dist.mjs`.
// tsx keeps the names of functions by calls that the build does not have, so that a figure taken on src is not one of the product.
import { register } from 'node:module';

const hook = `export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const url = found.url.replace(/\\/src\\/((?:[^/]+\\/)*[^/]+)\\.ts$/, '/dist/$1.js');
  return url === found.url ? found : { ...found, url, format: 'module' };
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
