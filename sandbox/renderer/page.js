/**
 * Runs in the browser's page, beside the library's own bundle: draws a figure and reads the texts.
 * What it returns crosses a border: the engine parses it.
 */
;(() => {
  const stage = () => document.getElementById('figure')
  const boxOf = ({ x, y, width, height }) => ({ x, y, width, height })

  /** Two frames later everything asked for has been painted. */
  const painted = () =>
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined))))

  async function drawPlotly(text) {
    const figure = JSON.parse(text)
    const config = {
      staticPlot: true,
      displayModeBar: false,
      responsive: false,
      typesetMath: false,
      topojsonURL: '',
    }
    await window.Plotly.newPlot(stage(), figure.data, figure.layout, config)
    await settled()
    const plots = Object.entries(stage()._fullLayout._plots ?? {})
    const axes = new Map(
      plots.flatMap(([, { xaxis, yaxis }]) => [xaxis, yaxis]).map((axis) => [axis._id, axis]),
    )
    return {
      texts: readTexts(),
      panels: plots.map(([name, { xaxis, yaxis }]) => ({ name, ...plotlyPanel(xaxis, yaxis) })),
      axes: [...axes].map(([name, axis]) => plotlyAxis(name, axis)),
    }
  }

  const plotlyPanel = (xaxis, yaxis) => {
    const { x, y } = stage().getBoundingClientRect()
    return { x: x + xaxis._offset, y: y + yaxis._offset, width: xaxis._length, height: yaxis._length }
  }

  const PLOTLY_SCALES = { log: 'log', date: 'time', category: 'category', multicategory: 'category' }

  function plotlyAxis(name, axis) {
    const scale = PLOTLY_SCALES[axis.type] ?? 'linear'
    const range = scale === 'category' ? [] : axis.range.map(axis.r2l)
    const ends = range.map((end) => (scale === 'log' ? 10 ** end : end))
    const [start, end] = axis.range.map(axis.r2l)
    return {
      name,
      scale,
      min: finite(Math.min(...ends)),
      max: finite(Math.max(...ends)),
      reversed: start > end,
    }
  }

  const finite = (value) => (Number.isFinite(value) ? value : null)

  async function drawBokeh(text) {
    const views = await window.Bokeh.embed.embed_item(JSON.parse(text), 'figure')
    const idle = (doc) =>
      new Promise((resolve) => {
        if (doc.is_idle) resolve(undefined)
        else doc.idle.connect(() => resolve(undefined))
      })
    await Promise.all(window.Bokeh.documents.map(idle))
    await settled()
    const plots = [...views].flatMap((view) => [...bokehPlots(view)])
    return {
      texts: readTexts(),
      panels: plots.map(({ model, frame_view }) => ({
        name: model.id,
        ...boxOf(frame_view.el.getBoundingClientRect()),
      })),
      axes: plots.flatMap((plot) => ['x', 'y'].map((dimension) => bokehAxis(plot, dimension))),
    }
  }

  function* bokehPlots(view) {
    if (view.frame_view) yield view
    else for (const child of view.child_views ?? []) yield* bokehPlots(child)
  }

  function bokehAxis(plot, dimension) {
    const { model } = plot
    const range = model[`${dimension}_range`]
    const sides = dimension === 'x' ? [...model.below, ...model.above] : [...model.left, ...model.right]
    const time = sides.some((each) => each.type === 'DatetimeAxis')
    const log = model[`${dimension}_scale`].type === 'LogScale'
    const scale = range.type === 'FactorRange' ? 'category' : time ? 'time' : log ? 'log' : 'linear'
    const ends = [range.start, range.end]
    return {
      name: `${dimension}@${model.id}`,
      scale,
      min: finite(Math.min(...ends)),
      max: finite(Math.max(...ends)),
      reversed: range.start > range.end,
    }
  }

  /** Resolves when fonts are there and nothing more is to be painted. */
  async function settled() {
    await document.fonts.ready
    await painted()
  }

  /** Every text node that is drawn, shadow trees included, with the element that holds it. */
  function* textNodes(root) {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.data.trim()) yield node
      } else if (node.nodeType === Node.ELEMENT_NODE && !SKIPPED.has(node.localName)) {
        yield* textNodes(node.shadowRoot ?? node)
      }
    }
  }
  const SKIPPED = new Set(['style', 'script', 'title', 'desc', 'defs', 'clippath', 'clipPath', 'noscript'])

  const hostOf = (element) => element.parentElement ?? element.getRootNode().host ?? null

  /** The classes of an element and of everything around it, nearest first. */
  function classesOf(element) {
    const found = []
    for (let at = element; at && found.length < 40; at = hostOf(at)) {
      for (const name of at.classList) found.push(name)
    }
    return found
  }

  function opacityOf(element) {
    let product = 1
    for (let at = element; at; at = hostOf(at)) product *= Number(getComputedStyle(at).opacity)
    return product
  }

  function rotationOf(element) {
    const matrix = element.getScreenCTM?.()
    if (matrix) return (Math.atan2(matrix.b, matrix.a) * 180) / Math.PI
    let angle = 0
    for (let at = element; at; at = hostOf(at)) {
      const transform = getComputedStyle(at).transform
      if (transform === 'none') continue
      const own = new DOMMatrix(transform)
      angle += (Math.atan2(own.b, own.a) * 180) / Math.PI
    }
    return angle
  }

  /** Lines and pieces of one SVG text are one text; an HTML text is what its element holds. */
  const unitOf = (node) => node.parentElement.closest('text') ?? node.parentElement

  /** Pieces of one line follow each other, lines are apart. */
  function joined(nodes) {
    const lineOf = (node) => node.parentElement.closest('.line')
    const pieces = nodes.map((node, index) => {
      const apart = index > 0 && lineOf(node) !== lineOf(nodes[index - 1])
      return `${apart ? ' ' : ''}${node.data}`
    })
    return pieces
      .join('')
      .replace(/[\s\u200b]+/g, ' ')
      .trim()
  }

  function readTexts() {
    const units = new Map()
    for (const node of textNodes(stage())) {
      const unit = unitOf(node)
      units.set(unit, [...(units.get(unit) ?? []), node])
    }
    return [...units].flatMap(([unit, nodes]) => {
      const style = getComputedStyle(unit)
      const inner = getComputedStyle(nodes[0].parentElement)
      const svg = unit.namespaceURI === 'http://www.w3.org/2000/svg'
      const range = document.createRange()
      range.setStartBefore(nodes[0])
      range.setEndAfter(nodes.at(-1))
      const box = svg ? unit.getBoundingClientRect() : range.getBoundingClientRect()
      if (box.width === 0 || box.height === 0 || style.visibility === 'hidden') return []
      const color = svg ? inner.fill : inner.color
      // Bokeh draws a text's outline as a second text without filling.
      if (color === 'none') return []
      const strength = opacityOf(unit) * (svg ? Number(inner.fillOpacity) : 1)
      if (strength === 0) return []
      return [
        {
          text: joined(nodes),
          classes: classesOf(unit),
          x: box.x,
          y: box.y,
          width: box.width,
          height: box.height,
          sizePx: Number.parseFloat(inner.fontSize),
          color,
          opacity: strength,
          rotation: rotationOf(unit),
        },
      ]
    })
  }

  window.pyplots = { drawPlotly, drawBokeh }
})()
