import { Badge, Button, Text } from '@mantine/core'
import { PlusIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useApi, useCan } from '../../lib/session.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ActionsHead, ListTable } from '../../ui/list-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { AddLocaleDialog } from './add-locale-dialog.tsx'
import { nameOf } from './locale-code.ts'
import { LocaleMenu } from './locale-menu.tsx'
import { managedLocalesQuery, type Locale } from './queries.ts'

const route = getRouteApi('/locales')

/** The content spaces of this tenant. There is always one, so the list is never empty. */
export function LocalesScreen() {
  const { open } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useCan('i18n.locale', 'w')
  const query = useQuery(managedLocalesQuery(useApi()))
  const show = (id: string | undefined) =>
    void navigate({
      search: (old) => ({ ...old, open: id }),
      replace: id === undefined,
      resetScroll: false,
    })
  const add = mayWrite && (
    <Button leftSection={<PlusIcon />} onClick={() => show('new')}>
      Add locale
    </Button>
  )
  return (
    <ListPage title="Locales" what="locales" query={query} actions={add}>
      {(locales) => (
        <>
          <LocaleTable locales={locales} />
          <Text c="dimmed" fz="xs" px={24} py={16}>
            Each locale is a space of its own: models and entries of two locales are not linked, and
            nothing falls back from one to another.
          </Text>
          <AddLocaleDialog
            opened={mayWrite && open === 'new'}
            taken={locales.map(({ code }) => code)}
            onClose={() => show(undefined)}
          />
        </>
      )}
    </ListPage>
  )
}

function LocaleTable({ locales }: { locales: Locale[] }) {
  const head = (
    <>
      <th>Code</th>
      <th>Language</th>
      <th className="wide">Created</th>
      <ActionsHead />
    </>
  )
  return (
    <ListTable head={head}>
      <tbody>
        {locales.map((locale) => (
          <tr key={locale.code}>
            <td>
              <span className="mono">{locale.code}</span>
              {locale.default && <Badge ml={8}>Default</Badge>}
            </td>
            <td>{nameOf(locale.code) ?? '–'}</td>
            <td className="wide">
              <Created at={locale.createdOn} />
            </td>
            <td data-end>
              <LocaleMenu locale={locale} />
            </td>
          </tr>
        ))}
      </tbody>
    </ListTable>
  )
}

/** The first locale came with the tenant, at no moment that anybody noted. */
function Created({ at }: { at: string | null }) {
  if (at === null || Date.parse(at) === 0) return '–'
  return <Moment at={at} />
}
