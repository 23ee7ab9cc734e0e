import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { Library } from '../../domain/plot/plot.schema.ts'
import type { PythonVersion } from '../../domain/plot/plot.schema.ts'
import type { SandboxEntry, SandboxResult } from '../../domain/sandbox/sandbox.schema.ts'
import { sha256 } from '../../hash.ts'
import { config, environments, script, startDaemon } from './daemon.ts'
import type { Daemon } from './daemon.ts'

const none = new Map<string, Uint8Array>()
const DATA = 'import pandas as pd\ndata = pd.DataFrame({"a": [1.0, 2.5, 4.0], "g": ["x", "y", "x"]})\n'

const drawings: Readonly<Record<Library, string>> = {
  matplotlib: `import matplotlib.pyplot as plt
import numpy as np
figure, axes = plt.subplots()
axes.scatter(np.random.normal(size=50), range(50))
axes.set_title("Résumé $x^2$")
figure.savefig("figure.png")
`,
  seaborn: `import seaborn as sns
${DATA}sns.boxplot(data, x="g", y="a").figure.savefig("figure.png")
`,
  plotly: `import plotly.express as px
${DATA}open("figure.json", "w").write(px.scatter(data, x="a", y="g").to_json())
`,
  bokeh: `import json
from bokeh.embed import json_item
from bokeh.plotting import figure
${DATA}plot = figure()
plot.scatter(data["a"], data["a"])
open("figure.json", "w").write(json.dumps(json_item(plot)))
`,
  altair: `import altair as alt
${DATA}open("figure.json", "w").write(alt.Chart(data).mark_point().encode(x="a", y="g").to_json())
`,
}
const libraries = Library.options
const pythons = environments.map(({ python }) => python).filter((python) => python !== '3.12')

let daemon: Daemon

beforeAll(async () => {
  daemon = await startDaemon({ harness: join(config.root, 'sandbox', 'harness') })
})
afterAll(() => daemon.stop())

function draw(library: Library, python: PythonVersion): Promise<SandboxResult> {
  return daemon.sandbox.run(script(drawings[library], { library, python }), none)
}

describe('a drawing', () => {
  it.each(libraries)('of %s has the same bytes each time, and needs nothing forbidden', async (library) => {
    const results = await Promise.all([draw(library, '3.12'), draw(library, '3.12')])
    for (const { report } of results) {
      expect(report).toMatchObject({ outcome: 'ok', audit: [], notes: [], stderr: '' })
    }
    const [first, second] = results
    expect(first.report.files).toEqual(second.report.files)
    const [content, ...others] = [...first.files.values()]
    expect(others).toEqual([])
    expect(Buffer.from(content ?? []).toString('latin1', 0, 4)).toMatch(/^(\x89PNG|\{)/)
  })

  it('depends on its seed', async () => {
    const code =
      'import numpy as np, random\nopen("a.txt", "w").write(f"{np.random.rand()} {random.random()} {hash(str(1))}")'
    const runs = [0, 0, 1].map((seed) => daemon.sandbox.run(script(code, { seed }), none))
    const [first, again, other] = (await Promise.all(runs)).map(({ report }) => report.files[0]?.sha256)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it.each(pythons)('is made on Python %s with all libraries', async (python) => {
    const reports = await Promise.all(libraries.map(async (library) => (await draw(library, python)).report))
    expect(reports.map(({ outcome, stderr }) => `${outcome}${stderr}`)).toEqual(libraries.map(() => 'ok'))
    expect(reports.flatMap(({ audit }) => audit)).toEqual([])
    expect(reports[0]?.python).toMatch(new RegExp(`^${python.replace('.', '\\.')}\\.`))
  })

  it('comes from a function through the harness of the engine, with the shipped fonts', async () => {
    const code = `import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure


def plot(data: pd.DataFrame, x: str, y: str) -> Figure:
    """Draw points."""
    figure, axes = plt.subplots()
    axes.scatter(data[x], data[y])
    axes.set_title("Points")
    return figure
`
    const sample = new Map([
      ['data.csv', readFileSync(join(config.root, 'data/examples/life-expectancy.csv'))],
    ])
    const [header] = new TextDecoder().decode(sample.get('data.csv')).split('\n')
    const numeric =
      header
        ?.split(',')
        .slice(-2)
        .map((name) => name.trim()) ?? []
    const columns = { x: numeric[0] ?? '', y: numeric[1] ?? '' }
    const entry: SandboxEntry = { kind: 'function', data: 'data.csv', columns, temporal: [], tests: null }
    const { report, files } = await daemon.sandbox.run(script(code, { entry }), sample)
    expect(report).toMatchObject({ outcome: 'ok', audit: [] })
    expect([...files.keys()]).toEqual(['facts.json', 'figure.png', 'run.json'])
    expect(report.files.map((file) => file.sha256)).toEqual(
      [...files.values()].map((content) => sha256(content)),
    )
  })
})
