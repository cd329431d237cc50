"""Which given names are short for which?"""

from functools import cache

import pyarrow as pa

# Ours, from everyday British usage; one line per name. A short form may serve several names.
SHORT_FORMS = """
abigail: abbie abby abi
albert: bert bertie
alexander: alex alec sandy alasdair alistair alastair
alexandra: alex lexi sandra sandy
alfred: alf alfie
alison: ali
amanda: mandy
andrew: andy drew
angela: angie
ann: annie anne anna nan nancy
anthony: tony antony
antonia: toni
archibald: archie
arthur: art
barbara: babs barb
bartholomew: bart
beatrice: bea trixie
benjamin: ben benny benji
bernard: bernie
bridget: biddy bridie
catherine: cath cathy kate katie kath kathy kathleen katherine katharine kathryn cathryn kitty kay
caroline: carrie caz carolyn
cecilia: cissie cecily
charles: charlie chas chuck
charlotte: lottie lotte
christine: chris chrissie tina christina
christopher: chris kit
christina: chris tina
clifford: cliff
constance: connie
cynthia: cyn cindy
daniel: dan danny
david: dave davy davie
deborah: deb debbie debra
derek: del derrick
desmond: des
diana: di dinah diane
dominic: dom
donald: don donny
doreen: dor
dorothy: dot dottie dolly dodie
douglas: doug
edith: edie
edward: ed eddie ted teddy ned
eileen: aileen
eleanor: ellie nell nellie nora elinor
elizabeth: liz lizzie beth betty bess bessie betsy eliza elsie libby lisa elisabeth lilibet
emily: em emmie
emma: em
ernest: ernie
eugene: gene
eveline: evie evelyn
florence: flo florrie flossie
frances: fran fanny francesca
francis: frank franky frankie
frederick: fred freddie freddy
gabrielle: gaby
gareth: gaz
geoffrey: geoff jeff jeffrey
george: georgie
georgina: georgia
gerald: gerry gerard
geraldine: geri
gillian: gill jill
gladys: glad
gordon: gordie
graham: gra graeme
gregory: greg
gwendoline: gwen gwendolen
harold: hal
harriet: hattie
helen: nell ellen helena
henry: harry hank
herbert: herb herbie
hilda: hildy
howard: howie
hugh: hughie huw
ian: iain
irene: rene
isaac: ike zac
isabel: izzy bel isabella isobel isabelle bella tibby
jacob: jake
jacqueline: jackie jacqui jacky
james: jim jimmy jamie jem
jane: janey janie jayne
janet: jan
janice: jan janis
jeffery: jeff
jennifer: jen jenny jennie
jeremy: jerry jez
jessica: jess jessie
joan: joanie
joanna: jo
joanne: jo
john: jack johnny jon
jonathan: jonny jonathon
joseph: joe joey
josephine: jo josie
joshua: josh
joyce: joy
judith: judy jude
julia: julie
juliet: jules juliette
kenneth: ken kenny
kimberley: kim kimberly
laurence: larry laurie lawrence
leonard: len lenny leo
leslie: les
lesley: les
lillian: lil lily lilian
linda: lyn lindy lynda
louisa: lou louise
lucy: lucinda lucille
madeleine: maddie madeline
malcolm: malc mal
margaret: maggie meg megan peg peggy madge marge margie margot greta rita daisy
maria: mia
marian: marion
marjorie: margery
martha: mattie
martin: marty martyn
mary: molly polly may mollie
matilda: tilly tilda
matthew: matt matty
maureen: mo
maurice: morris
maxwell: max
melanie: mel
michael: mike mick mickey micky mikey
michelle: shelley shelly chelle
mildred: millie
millicent: milly
mohammed: mohammad muhammad mohamed muhammed mohd md
muriel: mu
natalie: nat
natasha: tasha
nathaniel: nathan nate
nicholas: nick nicky nico nicolas
nicola: nicky nikki nic
norman: norm
oliver: ollie olly
olivia: liv livvy
pamela: pam
patricia: pat patsy tricia trish paddy
patrick: pat paddy
pauline: paula
penelope: penny
percival: percy
peter: pete
philip: phil pip phillip
philippa: pippa
phyllis: phyl
prudence: pru
rachel: rach rachael
raymond: ray
rebecca: becky becca bex
reginald: reg reggie
richard: rick ricky dick rich richie dickie
robert: bob bobby rob robbie bert robin
roderick: rod
rodney: rod
roger: rodge
ronald: ron ronnie
rosemary: rose rosie
rosalind: roz ros
rupert: bertie
ruth: ruthie
samuel: sam sammy
samantha: sam sammie
sarah: sally sadie sara
sidney: sid sydney
simon: si
sophia: sophie
stanley: stan
stella: stel
stephanie: steph
stephen: steve stevie steven
stewart: stew stuart stu
susan: sue susie suzie susanna susannah suzanne sukie
sylvia: sylvie silvia
terence: terry tel terrance
teresa: tess tessa terri theresa
theodore: theo
thomas: tom tommy
timothy: tim timmy
tobias: toby
trevor: trev
valerie: val
vanessa: nessa
veronica: ronnie vera
victor: vic
victoria: vicky vicki tori vikki
vincent: vince vinny
vivian: viv vivienne
walter: wally walt
wendy: wend
wilfred: wilf
william: bill billy will willie wills
winifred: win winnie freda
yvonne: eve vonnie
zachary: zac zach zak
"""


@cache
def nicknames() -> pa.Table:
    """One row per short or variant form: name, and the list of names it may stand for.

    Examples
    --------
    >>> forms = dict(zip(*nicknames().to_pydict().values()))
    >>> forms["peggy"], forms["nicky"]
    (['margaret'], ['nicholas', 'nicola'])
    """
    stands_for: dict[str, list[str]] = {}
    for line in SHORT_FORMS.strip().splitlines():
        whole, forms = line.split(": ")
        for form in forms.split():
            stands_for.setdefault(form, []).append(whole)
    return pa.table({"name": list(stands_for), "stands_for": list(stands_for.values())})
