import type { Definitions } from '@tenantry/cms'

/**
 * The content models that every tenant has in every locale, whatever else it makes for itself. Over
 * the API they are read-only. Write them with `defineModelGroup` and `defineModel` of
 * `@tenantry/cms`, and list them here.
 */
export const modelsInCode: Definitions = { groups: [], models: [] }
