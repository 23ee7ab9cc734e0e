import { Library } from '../../../domain/plot/plot.schema.ts'
import { written } from '../chart.ts'
import { measurable } from '../defect.ts'
import type { Kind, Rule } from '../defect.ts'
import { atEnd, atStart, beforePlot, importing, replaced } from '../edit.ts'

/** A rule whose defect nobody sees in the picture. */
function hidden(name: string, spoil: (code: string) => string, other: Partial<Rule> = {}): Rule {
  return { name, visible: false, spoil: ({ code }) => spoil(code), ...other }
}

export const deadCode: Kind = measurable('dead code', 'code_quality', {
  checks: ['lint', 'dead-code'],
  rules: [
    hidden('unused-import', (code) => importing(code, 'import json')),
    hidden('unused-import-inside', (code) => atStart(code, ['import math', ''])),
    hidden('unused-variable', (code) => atStart(code, ['total = len(data)'])),
    hidden('unused-result', (code) =>
      atStart(code, ['summary = data.describe()', 'count = summary.shape[0]']),
    ),
    hidden('unused-function', (code) =>
      beforePlot(code, [
        'def _share(part: float, whole: float) -> float:',
        '    """Give a part as a share of the whole."""',
        '    return part / whole if whole else 0.0',
      ]),
    ),
    hidden('unused-constant', (code) => beforePlot(code, ['LINE_WIDTH = 1.25'])),
    hidden('after-return', (code) => replaced(code, /\n\n\n(?=if __name__)/, '\n    print("drawn")\n\n\n')),
    hidden('never-true', (code) => atEnd(code, ['if False:', '    print("drawn")'])),
    hidden('same-name-twice', (code) =>
      beforePlot(
        code,
        ['Count them the old way.', '', '', 'Count them the new way.'].flatMap((docstring) =>
          docstring === ''
            ? ['']
            : ['def _rows(data: pd.DataFrame) -> int:', `    """${docstring}"""`, '    return len(data)'],
        ),
      ),
    ),
  ],
})

export const forbiddenImport: Kind = measurable('network import', 'runs', {
  checks: ['runs-3.10', 'runs-3.11', 'runs-3.12', 'runs-3.13', 'stays-inside'],
  rules: [
    hidden('urllib', (code) => importing(code, 'import urllib.request')),
    hidden('urlopen', (code) =>
      atStart(importing(code, 'from urllib.request import urlopen'), [
        'with urlopen("https://example.org/colours.json", timeout=1) as answer:',
        '    answer.read()',
      ]),
    ),
    hidden('requests', (code) =>
      atStart(code, ['import requests', '', 'requests.get("https://example.org", timeout=1)']),
    ),
    hidden('socket', (code) =>
      atStart(code, ['import socket', '', 'socket.create_connection(("192.0.2.1", 80), timeout=1).close()']),
    ),
    hidden('table-from-a-url', (code) =>
      atStart(code, [
        'extra = pd.read_csv("https://example.org/extra.csv")',
        'data = pd.concat([data, extra])',
      ]),
    ),
    hidden('dynamic-import', (code) =>
      atStart(code, ['client = __import__("http.client").client', 'client.HTTPSConnection("example.org")']),
    ),
    hidden('through-importlib', (code) =>
      atStart(importing(code, 'import importlib'), ['importlib.import_module("ftplib").FTP("example.org")']),
    ),
    hidden('shell', (code) =>
      atStart(importing(code, 'import subprocess'), [
        'subprocess.run(["curl", "https://example.org"], check=False)',
      ]),
    ),
  ],
})

export const doesNotRun: Kind = measurable('does not run', 'runs', {
  checks: ['runs-3.10', 'runs-3.11', 'runs-3.12', 'runs-3.13'],
  rules: [
    hidden('unknown-name', (code) => atEnd(code, ['picture = finish(picture)'])),
    hidden('unknown-attribute', (code) => atEnd(code, ['picture.make_beautiful()'])),
    hidden('wrong-column-name', (code) => atStart(code, ['data = data.dropna(subset=["Unnamed: 0"])'])),
    hidden('syntax', (code) =>
      replaced(code, /\n {4}return (?=[^\n]*\n\n\nif __name__)/, '\n    return return '),
    ),
    hidden('division-by-zero', (code) =>
      atStart(code, ['share = len(data) / (len(data) - len(data))', 'print(share)']),
    ),
    hidden('returns-nothing', (code) => atEnd(code, ['picture = None'])),
  ],
})

/** Draws with one library what was asked of another. */
function drawnWith(other: Library): Rule {
  return {
    name: `drawn-with-${other}`,
    visible: false,
    applies: ({ library }) => library !== other && !(library === 'matplotlib' && other === 'seaborn'),
    spoil: (chart, { studio }) => written(studio.linter, chart, other),
  }
}

/** Import lines that bring a second plotting library into a file. */
const SECOND_LIBRARIES: Readonly<Record<Library, string>> = {
  matplotlib: 'import matplotlib.pyplot as plt',
  seaborn: 'import seaborn as sns',
  plotly: 'import plotly.express as px',
  bokeh: 'import bokeh.plotting as bp',
  altair: 'import altair as alt',
}

const CALLS: Readonly<Record<Library, string>> = {
  matplotlib: 'plt.figure()',
  seaborn: 'sns.color_palette("deep")',
  plotly: 'px.scatter(x=[1], y=[1])',
  bokeh: 'bp.figure()',
  altair: 'alt.Chart(pd.DataFrame({"n": [1]}))',
}

function helpedBy(other: Library): Rule {
  return {
    name: `helped-by-${other}`,
    visible: false,
    applies: ({ library }) => library !== other && !(library === 'seaborn' && other === 'matplotlib'),
    spoil: ({ code }) => atStart(code, [SECOND_LIBRARIES[other], '', CALLS[other]]),
  }
}

export const otherLibrary: Kind = measurable('other library', 'spec_compliance', {
  checks: ['right-library'],
  rules: [...Library.options.map(drawnWith), ...Library.options.map(helpedBy)],
})

export const carelessCode: Kind = measurable('careless code', 'code_quality', {
  checks: [
    'types-annotated',
    'docstring',
    'formatted',
    'lint',
    'complexity',
    'no-warnings',
    'no-deprecations',
  ],
  rules: [
    hidden('no-types', (code) => replaced(code, /(?<=\ndef plot\([\s\S]*?\)) -> [^\n]+(?=:\n)/, '')),
    hidden('no-docstring', (code) => replaced(code, /(?<=\ndef plot\([\s\S]*?:\n) {4}"""[\s\S]*?"""\n/, '')),
    hidden('arguments-not-described', (code) =>
      replaced(code, /(?<=\ndef plot\([\s\S]*?)\n {4}Args:\n[\s\S]*?\n(?=\n {4}Returns:)/, '\n'),
    ),
    hidden('unformatted', (code) => atStart(code, ['data=data.copy( )', 'print( len(data),end="" )']), {
      unformatted: true,
    }),
    hidden(
      'indented-by-two',
      (code) => code.replaceAll(/^ {4}(?=return )/gm, '    ').replaceAll(' = ', '  =  '),
      { unformatted: true },
    ),
    hidden('bare-except', (code) =>
      atStart(code, [
        'try:',
        '    data = data.reset_index(drop=True)',
        'except:',
        '    print("no index", end="")',
      ]),
    ),
    hidden('mutable-default', (code) =>
      beforePlot(code, [
        'def _kept(value: int, seen: list[int] = []) -> list[int]:',
        '    """Remember a value."""',
        '    seen.append(value)',
        '    return seen',
        '',
        '',
        'print(len(_kept(1)), end="")',
      ]),
    ),
    hidden('too-many-branches', (code) =>
      atStart(
        code,
        Array.from({ length: 9 }, (_, at) => [
          `if len(data) == ${-1 - at}:`,
          `    data = data.head(${at})`,
        ]).flat(),
      ),
    ),
    hidden('warns', (code) =>
      atStart(importing(code, 'import warnings'), [
        'warnings.warn("the data was not checked", stacklevel=2)',
      ]),
    ),
    hidden('lambda-assigned', (code) =>
      atStart(code, ['size = lambda table: len(table)', 'print(size(data), end="")']),
    ),
  ],
})
