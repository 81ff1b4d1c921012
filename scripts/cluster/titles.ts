import type { Purpose } from '../../server/domain/purpose.ts'
import type { Chance } from './chance.ts'

/** What people write into the field, by what the resource is for. The first fitting line of techniques decides. */
const TITLES: readonly (readonly [techniques: RegExp, titles: readonly string[]])[] = [
  [
    /TEM|SEM|mikroskopia elektronowa/,
    [
      'Morfologia nanocząstek srebra',
      'Przekroje włókien celulozowych',
      'Katalizator po testach starzeniowych',
      'Ultrastruktura liścia pszenicy',
      'Mapowanie składu stopu',
      'Powłoka tlenkowa po wygrzewaniu',
    ],
  ],
  [
    /fluorescencyjna|superrozdzielcza|cząsteczki/,
    [
      'Białko Tau w hodowli neuronów',
      'Barwienie mitochondriów',
      'Kolokalizacja dwóch znaczników',
      'Śledzenie pojedynczych receptorów',
      'Seria czasowa, fibroblasty',
      'Test nowych fluoroforów',
    ],
  ],
  [
    /MRI|hiperpolaryzacja/,
    [
      'Obrazowanie mózgu myszy, seria 3',
      'Kalibracja cewki odbiorczej',
      'Model udaru, dzień 7',
      'Perfuzja wątroby',
      'Fantom do sekwencji DWI',
      'Porównanie środków kontrastowych',
    ],
  ],
  [
    /LC-MS|HPLC|MS\/MS|chromatografia/,
    [
      'Oznaczanie mykotoksyn w kiszonce',
      'Pozostałości antybiotyków w mleku',
      'Profil polifenoli w malinach',
      'Walidacja metody, metabolity leków',
      'Pestycydy w miodzie',
      'Kwasy fenolowe w zbożach',
    ],
  ],
  [
    /GC-/,
    [
      'Kwasy tłuszczowe w oleju rzepakowym',
      'Skład biogazu z fermentacji',
      'Lotne związki w piwie',
      'Węglowodory w próbkach gleby',
      'Estry metylowe, partia 12',
    ],
  ],
  [
    /ICP|mineralizacja|Kjeldahla|XRF|analiza chemiczna/,
    [
      'Metale ciężkie w osadach',
      'Pierwiastki śladowe w roślinach',
      'Azot ogólny w paszach',
      'Mineralizacja prób gleby',
      'Kontrola jakości wody',
      'Porównanie międzylaboratoryjne',
    ],
  ],
  [
    /spektroskopia|analiza powierzchni|NMR|Q-TOF/,
    [
      'Widma produktów utleniania',
      'Skład powierzchni po plazmie',
      'Struktura nowego ligandu',
      'Identyfikacja polimerów',
      'Analiza ekstraktów roślinnych',
      'Badanie adsorpcji na krzemionce',
    ],
  ],
  [
    /uprawa|rozmnażanie|biochemia roślin/,
    [
      'Siewki pszenicy, stres wodny',
      'Kultury in vitro ziemniaka',
      'Pomidor, doświetlanie LED',
      'Odmiany łubinu, wschody',
      'Aktywność enzymów w kłosach',
    ],
  ],
  [
    /TDR|FDR|gleb|emisja akustyczna|biospeckle|mechaniczne|przechowywanie/,
    [
      'Wilgotność gleby, poletko 4',
      'Przenikalność próbek torfu',
      'Jędrność jabłek po zbiorze',
      'Dojrzewanie śliwek',
      'Pękanie łuszczyn, odmiana ozima',
      'Retencja wody po ugniataniu',
    ],
  ],
  [
    /in vivo|Danio|behawioralne|patomorfologia/,
    [
      'Test otwartego pola, grupa B',
      'Toksyczność ekstraktu, zarodki',
      'Ocena lęku, seria kontrolna',
      'Preparaty histologiczne',
      'Model cukrzycy, tydzień 4',
    ],
  ],
  [
    /RNA|DNA|molekularna|genetyka/,
    [
      'Izolacja DNA z mleka',
      'Ekstrakcja RNA, wymazy',
      'Genotypowanie szczepów',
      'Przygotowanie bibliotek',
      'Kontrola czystości izolatów',
    ],
  ],
  [
    /produkcja|uzdatnianie|wstrzyknięć|iniekcji|farmaceutyczna|lekowrażliwości/,
    [
      'Seria walidacyjna 2',
      'Partia pilotażowa',
      'Kwalifikacja procesu mycia',
      'Zlecenie na testy MIC',
      'Próba stabilności',
      'Rozruch po przeglądzie',
    ],
  ],
]

const GENERAL: readonly string[] = [
  'Przygotowanie próbek',
  'Doświadczenie wstępne',
  'Pomiary kontrolne',
  'Powtórzenie serii',
  'Badanie porównawcze',
  'Praca magisterska, pomiary',
]

const BY_PURPOSE: Partial<Record<Purpose, readonly string[]>> = {
  teaching: ['Ćwiczenia, grupa 1', 'Ćwiczenia, grupa 3', 'Pracownia magisterska', 'Zajęcia doktorantów'],
  staff_training: ['Szkolenie nowych osób', 'Szkolenie stanowiskowe'],
  maintenance: ['Sprawdzenie po naprawie', 'Czyszczenie źródła'],
}

export function titleFor(chance: Chance, techniques: readonly string[], purpose: Purpose): string {
  const fitting = TITLES.find(([pattern]) => techniques.some((technique) => pattern.test(technique)))
  return chance.pick(BY_PURPOSE[purpose] ?? fitting?.[1] ?? GENERAL)
}
