// Builds the page: node build.mjs [DIR] (dist). Bundles src, compiles the translations, writes index.html with the
// hashed names. Fails when a sentence of the page has no German translation.
import { build } from 'esbuild'
import { po } from 'gettext-parser'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const out = process.argv[2] ?? join(here, 'dist')

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)])
}

// Every sentence that the page may show: t('…'), and tell('…') for texts that are chosen by a word.
function sentences() {
  const found = new Map()
  for (const file of sources(join(here, 'src'))) {
    const text = readFileSync(file, 'utf8')
    for (const [, quoted] of text.matchAll(/\b(?:t|tell)\(\s*('(?:[^'\\\n]|\\.)*')/g)) {
      const sentence = JSON.parse('"' + quoted.slice(1, -1).replaceAll('"', '\\"').replaceAll("\\'", "'") + '"')
      found.set(sentence, file)
    }
  }
  return found
}

// One catalogue, compared with what the page says: nothing missing, nothing left over, the same {places}.
function catalogue(language, wanted) {
  const parsed = po.parse(readFileSync(join(here, 'po', `${language}.po`)))
  const translated = {}
  for (const { msgid, msgstr, comments } of Object.values(parsed.translations[''])) {
    if (msgid === '' || msgstr[0] === '') continue
    if (comments?.flag?.includes('fuzzy')) throw new Error(`po/${language}.po: "${msgid}" is fuzzy`)
    translated[msgid] = msgstr[0]
  }
  const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join(' ')
  const wrong = []
  for (const [sentence, file] of wanted) {
    if (!(sentence in translated)) wrong.push(`not translated: "${sentence}" (${basename(file)})`)
    else if (places(sentence) !== places(translated[sentence])) wrong.push(`other places: "${sentence}"`)
  }
  for (const sentence of Object.keys(translated)) {
    if (!wanted.has(sentence)) wrong.push(`not said any more: "${sentence}"`)
  }
  if (wrong.length > 0) throw new Error(`po/${language}.po:\n  ${wrong.join('\n  ')}`)
  return translated
}

// What the command says for the controller's words, in both languages: kinds of events, reasons, states.
function words() {
  const cli = join(here, '..', '..', 'cli')
  const said = readFileSync(join(cli, 'words.c'), 'utf8')
  const german = po.parse(readFileSync(join(cli, 'po', 'de.po'))).translations['']
  const inGerman = (sentence) => {
    if (!german[sentence]?.msgstr[0]) throw new Error(`cli/po/de.po: not translated: "${sentence}"`)
    return german[sentence].msgstr[0]
  }
  const table = (name) => {
    const [, rows] = new RegExp(`struct word ${name}\\[\\] = \\{(.*?)\\{NULL`, 's').exec(said)
    return Object.fromEntries([...rows.matchAll(/\{"(\w+)", N_\("([^"]+)"\)\}/g)]
      .map(([, word, en]) => [word, { en, de: inGerman(en) }]))
  }
  const kinds = Object.keys(german).filter((sentence) => /^[a-z]+\.[a-z_]+$/.test(sentence))
  return { kinds: Object.fromEntries(kinds.map((kind) => [kind, inGerman(kind)])), reasons: table('reasons'), states: table('states') }
}

rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, 'assets'), { recursive: true })
mkdirSync(join(here, 'build'), { recursive: true })
writeFileSync(join(here, 'build', 'de.json'), JSON.stringify(catalogue('de', sentences())))
writeFileSync(join(here, 'build', 'words.json'), JSON.stringify(words()))

const result = await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/main.jsx', style: 'src/style.css' },
  outdir: join(out, 'assets'),
  entryNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome109', 'firefox115', 'safari16'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  legalComments: 'linked',
  metafile: true,
})

const built = Object.entries(result.metafile.outputs)
const file = (name) => 'assets/' + basename(built.find(([, made]) => made.entryPoint === name)[0])
const html = readFileSync(join(here, 'index.html'), 'utf8')
  .replace('@STYLE@', file('src/style.css'))
  .replace('@APP@', file('src/main.jsx'))
writeFileSync(join(out, 'index.html'), html)
cpSync(join(here, 'static'), out, { recursive: true })
