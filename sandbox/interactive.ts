import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

import { AppError } from '../domain/errors.ts'
import { bokehFacts } from './renderer/bokeh-facts.ts'
import type { Bundles } from './renderer/index.ts'
import { parseFigure } from './renderer/json.ts'
import type { JsonObject } from './renderer/json.ts'
import { plotlyFacts } from './renderer/plotly-facts.ts'

/** What a page is made for: the libraries' versions, and their JavaScript to vouch for what the CDN sends. */
export interface InteractiveEnvironment {
  readonly bundles: Bundles
  /** `plotlyjs` and `bokeh` are used */
  readonly versions: Readonly<Record<string, string>>
}

/** A script of the library's public CDN. */
interface PublicScript {
  readonly url: string
  readonly integrity: string
}

/**
 * The interactive page of a plotly or bokeh figure. The same figure and environment give the same bytes.
 * Only the library's own script and one fixed line run in it; what the figure holds stays data.
 * @throws AppError `invalid` when the figure is not what its library writes
 */
export function interactiveHtml(
  library: 'plotly' | 'bokeh',
  figure: Uint8Array,
  environment: InteractiveEnvironment,
): string {
  const json = parseFigure(library, figure)
  const { title } = library === 'plotly' ? plotlyFacts(json, null) : bokehFacts(json, null)
  const scripts = publicScripts(library, environment)
  return page({ title: title ?? library, figure: dataOf(json), scripts, start: START[library] })
}

/** What draws the figure, the same in each page so that its digest can allow it. */
const START = {
  plotly:
    'const { data, layout } = JSON.parse(document.getElementById("data").textContent);' +
    'Plotly.newPlot("figure", data, layout, { responsive: true, displaylogo: false });',
  bokeh: 'Bokeh.embed.embed_item(JSON.parse(document.getElementById("data").textContent), "figure");',
}

function publicScripts(
  library: 'plotly' | 'bokeh',
  { bundles, versions }: InteractiveEnvironment,
): readonly PublicScript[] {
  if (library === 'plotly') {
    const version = versionOf(versions, 'plotlyjs')
    return [{ url: `https://cdn.plot.ly/plotly-${version}.min.js`, integrity: integrityOf(bundles.plotly) }]
  }
  const version = versionOf(versions, 'bokeh')
  return bundles.bokeh.map((path) => ({
    url: `https://cdn.bokeh.org/bokeh/release/${basename(path, '.min.js')}-${version}.min.js`,
    integrity: integrityOf(path),
  }))
}

function versionOf(versions: InteractiveEnvironment['versions'], name: string): string {
  const version = versions[name]
  if (version === undefined)
    throw new AppError('internal', `the environment does not name its version of ${name}`)
  return version
}

function integrityOf(path: string): string {
  return `sha384-${createHash('sha384').update(readFileSync(path)).digest('base64')}`
}

interface PageParts {
  readonly title: string
  readonly figure: string
  readonly scripts: readonly PublicScript[]
  readonly start: string
}

function page({ title, figure, scripts, start }: PageParts): string {
  const tags = scripts.map(
    ({ url, integrity }) => `<script src="${url}" integrity="${integrity}" crossorigin="anonymous"></script>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts, start)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
body { margin: 0; background: #fff; }
#figure { max-width: 100%; margin: 0 auto; display: flex; justify-content: center; }
</style>
${tags.join('\n')}
</head>
<body>
<div id="figure"></div>
<script type="application/json" id="data">${figure}</script>
<script>${start}</script>
</body>
</html>
`
}

/** Allows the CDN's scripts and the fixed line, and no other code, form, frame or connection. */
function policy(scripts: readonly PublicScript[], start: string): string {
  const line = `'sha256-${createHash('sha256').update(start).digest('base64')}'`
  const sources = [...scripts.map((script) => script.url), line].join(' ')
  return `default-src 'none'; script-src ${sources}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`
}

/** JSON that cannot end the element it stands in. */
function dataOf(json: JsonObject): string {
  return JSON.stringify(json).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
