import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { operation } from '../../lib/graphql.ts'

const ListLocales = operation(`
  query ListLocales {
    i18n {
      listI18NLocales {
        data { code default createdOn }
        error { ...Refusal }
      }
    }
  }
`)

const CreateLocale = operation(`
  mutation CreateLocale($data: I18NLocaleInput!) {
    i18n {
      createI18NLocale(data: $data) {
        data { code }
        error { ...Refusal }
      }
    }
  }
`)

const MakeDefaultLocale = operation(`
  mutation MakeDefaultLocale($code: String!) {
    i18n {
      updateI18NLocale(code: $code, data: { default: true }) {
        data { code }
        error { ...Refusal }
      }
    }
  }
`)

const DeleteLocale = operation(`
  mutation DeleteLocale($code: String!) {
    i18n {
      deleteI18NLocale(code: $code) {
        data { code }
        error { ...Refusal }
      }
    }
  }
`)

export const managedLocalesQuery = (api: Api) =>
  queryOptions({
    queryKey: ['locales', 'managed'],
    queryFn: () => api.call(ListLocales, {}, ({ i18n }) => i18n?.listI18NLocales),
  })

export type Locale = Awaited<
  ReturnType<NonNullable<ReturnType<typeof managedLocalesQuery>['queryFn']>>
>[number]

export const createLocale = (api: Api, data: { code: string; default: boolean }) =>
  api.call(CreateLocale, { data }, ({ i18n }) => i18n?.createI18NLocale)

export const makeDefaultLocale = (api: Api, code: string) =>
  api.call(MakeDefaultLocale, { code }, ({ i18n }) => i18n?.updateI18NLocale)

export const deleteLocale = (api: Api, code: string) =>
  api.call(DeleteLocale, { code }, ({ i18n }) => i18n?.deleteI18NLocale)
