import { cp, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const WIDGET = path.dirname(
  fileURLToPath(import.meta.resolve('@okta/okta-signin-widget/package.json')),
)
const ASSETS = ['labels/json', 'altcha', 'img', 'font']
const TYPES: Record<string, string> = {
  '.json': 'application/json',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/**
 * Serves the Sign-In Widget's labels, images and fonts under `/okta/`, in development and in the
 * build: by default the widget would fetch them from Okta's content network.
 */
export function oktaAssets(): Plugin {
  let outDir = ''
  return {
    name: 'tenantry-okta-assets',
    configResolved: ({ root, build }) => {
      outDir = path.resolve(root, build.outDir)
    },
    configureServer: ({ middlewares }) => {
      middlewares.use('/okta', (request, response, next) => {
        const file = fileOf(request.url ?? '')
        if (!file) return next()
        readFile(file).then(
          (body) => {
            response.setHeader(
              'content-type',
              TYPES[path.extname(file)] ?? 'application/octet-stream',
            )
            response.end(body)
          },
          () => next(),
        )
      })
    },
    closeBundle: {
      sequential: true,
      async handler() {
        for (const folder of ASSETS) {
          await cp(path.join(WIDGET, 'dist', folder), path.join(outDir, 'okta', folder), {
            recursive: true,
          })
        }
      },
    },
  }
}

/** The file of an asset, if the address stays within the folders that are served. */
function fileOf(url: string): string | undefined {
  const name = path.posix.normalize(decodeURIComponent(url.split('?')[0] ?? '')).slice(1)
  const isServed = ASSETS.some((folder) => name.startsWith(`${folder}/`))
  return isServed ? path.join(WIDGET, 'dist', name) : undefined
}
