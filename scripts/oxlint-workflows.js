/** A Workflow's bundle is one file: code that is loaded later is code that was never replayed. */
const noDynamicImport = {
  create: (context) => ({
    ImportExpression(node) {
      context.report({ node, message: 'A Workflow loads all its code at its top: use a static import.' })
    },
  }),
}

// oxlint-disable-next-line import/no-default-export -- the linter loads a plugin by its default export
export default { meta: { name: 'workflows' }, rules: { 'no-dynamic-import': noDynamicImport } }
