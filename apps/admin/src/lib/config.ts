/** What a deployment tells its admin before anybody is signed in. */
export interface Config {
  rootAppClientId: string
  /** The name of the deployment, such as `dev` or `prod`. */
  environment: string
}

let config: Promise<Config> | undefined

/** Reads the configuration once per load of the page. */
export function loadConfig(): Promise<Config> {
  return (config ??= fetchConfig())
}

async function fetchConfig(): Promise<Config> {
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`/config.json answered ${response.status}.`)
  const config: unknown = await response.json()
  return {
    rootAppClientId: text(config, 'rootAppClientId'),
    environment: text(config, 'environment'),
  }
}

function text(config: unknown, name: string): string {
  const known: Record<string, unknown> = Object.assign({}, config)
  return typeof known[name] === 'string' ? known[name] : ''
}
