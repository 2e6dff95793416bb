import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const locales = [
  { code: 'en-US', default: true, createdOn: '1970-01-01T00:00:00.000Z' },
  { code: 'de', default: false, createdOn: '2026-11-01T12:00:00Z' },
]
const ListLocales = () => ({ i18n: { listI18NLocales: ok(locales) } })

test('a code that is none is refused before it is sent', async () => {
  const { sent } = showAdmin({ address: '/locales?open=new', answers: { ListLocales } })
  const dialog = within(await screen.findByRole('dialog'))

  type(dialog.getByLabelText('Code'), 'english')
  fireEvent.click(dialog.getByRole('button', { name: 'Add locale' }))

  expect(await dialog.findByText(/^Use a language, and a country/)).toBeTruthy()
  expect(sent('CreateLocale')).toHaveLength(0)
})

test('a code is sent as it is written everywhere', async () => {
  const CreateLocale = () => ({ i18n: { createI18NLocale: ok({ code: 'pt-BR' }) } })
  const { sent } = showAdmin({
    address: '/locales?open=new',
    answers: { ListLocales, CreateLocale },
  })
  const dialog = within(await screen.findByRole('dialog'))

  type(dialog.getByLabelText('Code'), 'PT_br')
  expect(dialog.getByText('Brazilian Portuguese')).toBeTruthy()
  fireEvent.click(dialog.getByRole('button', { name: 'Add locale' }))

  expect(await screen.findByText('pt-BR was added.')).toBeTruthy()
  expect(sent('CreateLocale')[0]?.variables['data']).toEqual({ code: 'pt-BR', default: false })
})

test('a locale with models stays, and the screen says why', async () => {
  const problem = { error: 'The locale "de" has content models.', fieldId: 'code' }
  const DeleteLocale = () => ({
    i18n: {
      deleteI18NLocale: refused('VALIDATION_FAILED', 'Some values are not valid.', [problem]),
    },
  })
  showAdmin({ address: '/locales', answers: { ListLocales, DeleteLocale } })
  await openMenu('de')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete…' }))

  const dialog = within(await screen.findByRole('dialog'))
  fireEvent.click(dialog.getByRole('button', { name: 'Delete locale' }))

  expect(await dialog.findByText(problem.error)).toBeTruthy()
})

test('the default locale can neither go nor become it again', async () => {
  showAdmin({ address: '/locales', answers: { ListLocales } })
  await openMenu('en-US')

  const items = await screen.findAllByRole('menuitem')
  expect(items.map((it) => it.hasAttribute('disabled'))).toEqual([true, true])
})

test('another locale becomes the default', async () => {
  const MakeDefaultLocale = () => ({ i18n: { updateI18NLocale: ok({ code: 'de' }) } })
  const { sent } = showAdmin({ address: '/locales', answers: { ListLocales, MakeDefaultLocale } })
  await openMenu('de')
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Make default' }))

  await waitFor(() => expect(sent('MakeDefaultLocale')[0]?.variables).toEqual({ code: 'de' }))
  expect(await screen.findByText('de is the default locale.')).toBeTruthy()
})

const openMenu = async (code: string) =>
  fireEvent.click(await screen.findByRole('button', { name: `Actions for ${code}` }))

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
