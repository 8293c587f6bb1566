//! Names that are several things, or words, or parts of other names: texts in, what the pipeline takes them for out. One test
//! for each name that `docs/gazetteer.md` tells of.

use crate::extractor;
use chancery::documents::Document;
use chancery::mentions::Form;

/// The known names of a text as "words=id", in its order, without titles and bodies that stand for their country.
fn known(text: &str, published: &str) -> String {
    let mut doc = Document::of_text("d", text);
    doc.published = published.parse().ok();
    let extraction = extractor().extract(&doc);
    let gazetteer = &extractor().knowledge().gazetteer;
    let names = extraction.mentions.names.iter().filter_map(|mention| {
        let is_name = matches!(mention.form, Form::Name | Form::Seat | Form::Demonym);
        let entry = mention.entry.filter(|_| is_name)?;
        Some(format!("{}={}", mention.span.of(text), gazetteer.entry(entry).id))
    });
    names.collect::<Vec<_>>().join(", ")
}

/// Checks texts of 2023: each with the known names in it.
fn check(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(known(text, "2023-05-01"), *expected, "{text}");
    }
}

/// Checks texts, each with its day, "" for none, and the known names in it.
fn check_dated(rows: &[(&str, &str, &str)]) {
    for (published, text, expected) in rows {
        assert_eq!(known(text, published), *expected, "{published} {text}");
    }
}

#[test]
fn georgia_is_the_country_unless_places_of_the_us_stand_beside_it() {
    check(&[
        ("Georgia signed a deal with Armenia.", "Georgia=georgia, Armenia=armenia"),
        ("Brian Kemp, the governor of Georgia, met farmers in Atlanta.", "Georgia=georgia-us-state, Atlanta=atlanta"),
        ("Georgia Power raised its prices in Texas.", "Texas=texas"),
        (
            "Georgia's governor left for Japan. Georgia makes cars.",
            "Georgia=georgia-us-state, Japan=japan, Georgia=georgia-us-state",
        ),
        ("Sen. Raphael Warnock of Georgia criticised Israel.", "Georgia=georgia-us-state, Israel=israel"),
        ("Georgia Republican Gov. Brian Kemp flew to Seoul.", "Georgia=georgia-us-state, Seoul=seoul"),
        ("The governor of Georgia's central bank resigned.", "Georgia=georgia"),
        (
            "They voted in Ohio, Texas and Florida. In Georgia they did not.",
            "Ohio=ohio, Texas=texas, Florida=florida, Georgia=georgia-us-state",
        ),
        (
            "They voted in Ohio, Texas and Florida. In Georgia they did not, said Tbilisi.",
            "Ohio=ohio, Texas=texas, Florida=florida, Georgia=georgia, Tbilisi=georgia",
        ),
    ]);
}

#[test]
fn common_nouns_begin_with_no_name() {
    check(&[
        ("Guinea pigs are kept in Peru.", "Peru=peru"),
        ("Rioters in Paris threw Molotov cocktails.", "Paris=paris"),
        ("Russian pigs were sold.", "Russian=russia"),
        ("Most French speakers in Canada live in Quebec.", "Canada=canada, Quebec=quebec"),
        ("Spanish-speaking voters in Texas backed him.", "Texas=texas"),
    ]);
}

#[test]
fn jordan_is_no_part_of_a_name() {
    check(&[
        ("Jordan condemned the attack and recalled its envoy from Israel.", "Jordan=jordan, Israel=israel"),
        ("Michael Jordan visited Paris.", "Paris=paris"),
        ("Mr. Jordan left Germany.", "Germany=germany"),
    ]);
}

#[test]
fn chad_alone_is_a_man() {
    check(&[
        ("French troops withdrew from Chad.", "French=france, Chad=chad"),
        ("Chad told reporters that he was tired.", ""),
        ("Chad and Sudan closed their border.", "Chad=chad, Sudan=sudan"),
    ]);
}

#[test]
fn turkey_and_china_are_countries_by_their_capital_letter() {
    check(&[
        ("Turkey sent drones to Ukraine.", "Turkey=turkey, Ukraine=ukraine"),
        ("They ate turkey on the last Thursday of November.", ""),
        ("China sent troops to Tibet.", "China=china, Tibet=tibet"),
        ("She set the table with fine china from Japan.", "Japan=japan"),
    ]);
}

#[test]
fn the_longest_guinea_counts() {
    check(&[(
        "Guinea and Equatorial Guinea signed a treaty. Papua New Guinea did not. Guinea-Bissau will.",
        "Guinea=guinea, Equatorial Guinea=equatorial-guinea, Papua New Guinea=papua-new-guinea, Guinea-Bissau=guinea-bissau",
    )]);
}

#[test]
fn congo_is_the_democratic_republic_unless_the_text_speaks_of_the_other() {
    check(&[
        ("Russia supplied arms to Congo.", "Russia=russia, Congo=democratic-republic-of-the-congo"),
        (
            "The president of Congo-Brazzaville arrived. Congo sells oil.",
            "Congo-Brazzaville=republic-of-the-congo, Congo=republic-of-the-congo",
        ),
    ]);
}

#[test]
fn niger_is_not_nigeria() {
    check(&[("Niger and Nigeria closed the border.", "Niger=niger, Nigeria=nigeria")]);
}

#[test]
fn washington_is_government_city_state_and_man() {
    check(&[
        ("Washington threatened Iran with sanctions.", "Washington=united-states, Iran=iran"),
        (
            "Antony Blinken met Sergei Lavrov in Washington.",
            "Antony Blinken=antony-blinken, Sergei Lavrov=sergei-lavrov, Washington=washington",
        ),
        ("Denzel Washington visited London.", "London=london"),
    ]);
}

#[test]
fn bush_is_the_president_of_the_day_and_no_shrub() {
    check_dated(&[
        ("2006-05-01", "President Bush met the German chancellor.", "Bush=george-w-bush, German=germany"),
        ("1990-05-01", "President Bush met the German chancellor.", "Bush=george-h-w-bush, German=germany"),
        ("2006-05-01", "They hid in the bush near Nairobi.", "Nairobi=nairobi"),
    ]);
}

#[test]
fn rice_is_the_secretary_behind_her_title_only() {
    check_dated(&[
        ("2006-05-01", "Secretary of State Rice visited Moscow.", "Rice=condoleezza-rice, Moscow=moscow"),
        ("2006-05-01", "Secretary of State Rice flew to Beijing.", "Rice=condoleezza-rice, Beijing=beijing"),
        ("2014-05-01", "Secretary of State Kerry met Sergei Lavrov.", "Kerry=john-kerry, Sergei Lavrov=sergei-lavrov"),
        ("2014-05-01", "Secretary of Defense Hagel visited Beijing.", "Hagel=chuck-hagel, Beijing=beijing"),
        ("2006-05-01", "Vietnam exported rice to China. Rice is cheap.", "Vietnam=vietnam, China=china"),
    ]);
}

#[test]
fn chinese_surnames_need_title_or_full_name() {
    check_dated(&[
        (
            "2022-05-01",
            "Li Keqiang met officials. Li said China would help.",
            "Li Keqiang=li-keqiang, Li=li-keqiang, China=china",
        ),
        ("2022-05-01", "Li said nothing.", ""),
        ("2022-05-01", "President Xi visited Kazakhstan.", "Xi=xi-jinping, Kazakhstan=kazakhstan"),
        ("2022-05-01", "LOUIS XI OF FRANCE DIED.", "FRANCE=france"),
        ("2010-05-01", "Premier Wen visited Japan.", "Wen=wen-jiabao, Japan=japan"),
    ]);
}

#[test]
fn singh_needs_his_office() {
    check_dated(&[
        ("2010-05-01", "Prime Minister Singh visited Nepal.", "Singh=manmohan-singh, Nepal=nepal"),
        ("2010-05-01", "Mr. Singh drives a taxi in Delhi.", "Delhi=delhi"),
    ]);
}

#[test]
fn the_union_and_the_alliance_need_their_full_name() {
    check(&[
        (
            "The European Union fined Google. The Union said it was fair.",
            "European Union=european-union, Google=google, The Union=european-union",
        ),
        ("The Union won the strike at the plant.", ""),
        (
            "NATO met in Vilnius. The Alliance will admit Sweden.",
            "NATO=nato, Vilnius=vilnius, The Alliance=nato, Sweden=sweden",
        ),
        ("The Alliance of Small Farmers met.", ""),
    ]);
}

#[test]
fn bloomberg_is_the_man_where_he_is_named() {
    check(&[
        ("Bloomberg reported that China would buy soybeans.", "Bloomberg=bloomberg, China=china"),
        (
            "Michael Bloomberg ran for office. Bloomberg spent a billion.",
            "Michael Bloomberg=michael-bloomberg, Bloomberg=michael-bloomberg",
        ),
    ]);
}

#[test]
fn a_surname_is_not_that_of_a_namesake_of_the_document() {
    check_dated(&[
        (
            "2024-05-01",
            "Russia and France talk. Macron called.",
            "Russia=russia, France=france, Macron=emmanuel-macron",
        ),
        ("2024-05-01", "Peter Macron left France. Macron called.", "France=france"),
    ]);
}

#[test]
fn amazon_without_an_article_is_the_company() {
    check(&[
        ("Brazil sent troops to the Amazon.", "Brazil=brazil, Amazon=amazon-rainforest"),
        ("Amazon bought a chain of shops.", "Amazon=amazon"),
    ]);
}

#[test]
fn acronyms_are_no_words() {
    check(&[
        ("The US told us to leave.", "US=united-states"),
        (
            "The group is in Syria. Islamic State (IS) is its name.",
            "Syria=syria, Islamic State=islamic-state, IS=islamic-state",
        ),
        ("Who runs the WHO?", "WHO=world-health-organization"),
        ("WHO SITS IN JUDGEMENT? The judges come from France.", "France=france"),
        ("USAID gives aid to Kenya.", "USAID=usaid, Kenya=kenya"),
    ]);
}

#[test]
fn an_abbreviation_is_what_the_text_says() {
    check(&[
        ("He lost to a Grand Master (GM) of chess. The GM was kind.", ""),
        ("General Motors (GM) sold it.", "General Motors=general-motors, GM=general-motors"),
    ]);
}

#[test]
fn a_part_of_a_longer_name_is_not_the_place() {
    check(&[
        ("Real Madrid lost again.", ""),
        ("He studied at the University of Utah.", ""),
        ("He studied at the University of Maryland.", "University of Maryland=university-of-maryland"),
        ("Hundreds of Native Americans came.", ""),
        ("He works for the Stern Biden Center.", ""),
        ("Seattle-Second lost money.", ""),
        ("They sang America the Beautiful.", ""),
        ("He owns a laboratory in Hanover, NH.", ""),
        ("He owns a laboratory in Hanover, Germany.", "Hanover=hanover, Germany=germany"),
        ("It opened a store in Berlin, N.J.", ""),
        ("He teaches in New Brunswick, New Jersey.", "New Jersey=new-jersey"),
        ("Texas Air and Gibraltar Savings lost money.", ""),
        ("The U.S. Air Force flew to Texas.", "U.S. Air Force=us-air-force, Texas=texas"),
        ("The order refers to 35 U.S.C. 100.", ""),
        ("The Library of Hungary bought it.", ""),
        ("The US Embassy in South London was closed.", "US=united-states, London=london"),
        (
            "US Defense Secretary Lloyd Austin met Chinese officials.",
            "US=united-states, Lloyd Austin=lloyd-austin, Chinese=china",
        ),
    ]);
}

#[test]
fn a_capital_is_a_place_behind_its_mayor_and_an_adjective_a_language() {
    check(&[
        ("The mayor of Paris resigned.", "Paris=paris"),
        ("Paris rejected the plan.", "Paris=france"),
        ("He answered in Russian.", ""),
    ]);
}

#[test]
fn a_surname_counts_in_its_time_and_beside_its_country() {
    check_dated(&[
        ("2004-12-01", "Kennedy criticises taxes in Britain.", "Britain=united-kingdom"),
        ("2023-05-01", "Netanyahu left for Cyprus.", "Netanyahu=benjamin-netanyahu, Cyprus=cyprus"),
        ("2023-05-01", "Ashley Biden went to court.", ""),
    ]);
}

#[test]
fn offices_are_of_their_time() {
    check_dated(&[
        (
            "2010-09-26",
            "Russian President Medvedev visited China.",
            "Russian=russia, Medvedev=dmitry-medvedev, China=china",
        ),
        ("2016-06-28", "Russian President Putin visited China.", "Russian=russia, Putin=vladimir-putin, China=china"),
        ("2011-10-13", "Prime Minister Putin visited China.", "Putin=vladimir-putin, China=china"),
        ("1985-06-01", "President Mitterrand flew to Moscow.", "Mitterrand=francois-mitterrand, Moscow=moscow"),
        ("1988-03-02", "President Botha met Mobutu.", "Botha=p-w-botha, Mobutu=mobutu-sese-seko"),
        ("2024-04-04", "The treaty is a shield, President Truman said.", "Truman=harry-truman"),
        ("", "President Bush met the German chancellor.", "German=germany"),
    ]);
}

#[test]
fn a_title_is_that_of_the_country_before_it() {
    check_dated(&[
        ("2022-05-01", "Malaysian Prime Minister Ismail met Biden.", "Malaysian=malaysia, Biden=joe-biden"),
        ("2003-05-01", "Chinese President Chen met Japan's envoy.", "Chinese=china, Japan=japan"),
        (
            "2022-05-01",
            "Russian Foreign Minister Lavrov met India's new foreign minister Jaishankar.",
            "Russian=russia, Lavrov=sergei-lavrov, India=india, Jaishankar=s-jaishankar",
        ),
        (
            "2018-01-31",
            "British Prime Minister May visited Beijing.",
            "British=united-kingdom, May=theresa-may, Beijing=beijing",
        ),
    ]);
}

#[test]
fn of_one_family_it_is_who_governs_then() {
    check_dated(&[
        ("1990-05-01", "President George Bush left Rome.", "George Bush=george-h-w-bush, Rome=rome"),
        (
            "2003-05-01",
            "George Bush left Rome. Bush slept.",
            "George Bush=george-w-bush, Rome=rome, Bush=george-w-bush",
        ),
        ("2003-05-01", "Former President Bush left Rome.", "Bush=george-h-w-bush, Rome=rome"),
        ("2023-05-01", "President Ferdinand Marcos left Rome.", "Ferdinand Marcos=ferdinand-marcos-jr, Rome=rome"),
        ("2022-05-01", "Trudeau left Rome.", "Trudeau=justin-trudeau, Rome=rome"),
        ("2023-05-01", "Then-President Trump left Rome.", "Trump=donald-trump, Rome=rome"),
        ("2018-05-01", "Donald Trump Jr. left Rome.", "Rome=rome"),
        ("2019-12-04", "Usman Khan fled. Sadiq Khan spoke.", "Sadiq Khan=sadiq-khan"),
        ("1985-05-01", "Indian Prime Minister Gandhi left Rome.", "Indian=india, Gandhi=rajiv-gandhi, Rome=rome"),
        ("1983-05-01", "Syrian President Assad left Rome.", "Syrian=syria, Assad=hafez-al-assad, Rome=rome"),
        ("2005-05-01", "North Korean leader Kim left Rome.", "North Korean=north-korea, Kim=kim-jong-il, Rome=rome"),
        (
            "2022-05-01",
            "Jordan's King Abdullah met King Felipe.",
            "Jordan=jordan, Abdullah=king-abdullah-ii, King Felipe=king-felipe-vi",
        ),
    ]);
}

#[test]
fn a_body_is_known_beside_its_country() {
    check(&[
        ("Italy's Leonardo sold helicopters.", "Italy=italy, Leonardo=leonardo-company"),
        ("The Italian defence group Leonardo sold helicopters.", "Italian=italy, Leonardo=leonardo-company"),
        ("Leonardo painted in Milan.", "Milan=milan"),
    ]);
}

#[test]
fn what_somebody_is_called_is_no_government() {
    check(&[
        ("George Washington was tired. Washington crossed the river.", ""),
        ("Washington condemned the attack.", "Washington=united-states"),
        ("Chad's government resigned.", "Chad=chad"),
        ("The governor of Washington visited Tokyo.", "Washington=washington-state, Tokyo=tokyo"),
    ]);
}

#[test]
fn names_are_known_in_their_forms() {
    check(&[
        ("China’s envoy met the Russians, the Italians' ally.", "China=china, Russians=russia, Italians=italy"),
        (
            "US–led talks of Sino-Russian and French-German envoys.",
            "US=united-states, Sino=china, Russian=russia, French=france, German=germany",
        ),
        (
            "Recep Tayyip Erdoğan met Recep Tayyip Erdogan.",
            "Recep Tayyip Erdoğan=recep-tayyip-erdogan, Recep Tayyip Erdogan=recep-tayyip-erdogan",
        ),
        (
            "Muammar Qaddafi, Moammar Gadhafi and Muammar Kadhafi.",
            "Muammar Qaddafi=muammar-gaddafi, Moammar Gadhafi=muammar-gaddafi, Muammar Kadhafi=muammar-gaddafi",
        ),
        (
            "Volodymyr Zelenskyy and Volodymyr Zelensky.",
            "Volodymyr Zelenskyy=volodymyr-zelensky, Volodymyr Zelensky=volodymyr-zelensky",
        ),
        ("Col. Gadhafi ruled Libya.", "Gadhafi=muammar-gaddafi, Libya=libya"),
        ("A.Q. Khan and A. Q. Khan.", "A.Q. Khan=a-q-khan, A. Q. Khan=a-q-khan"),
        ("Gen. Mark Milley met Sen. John McCain.", "Mark Milley=mark-milley, John McCain=john-mccain"),
        (
            "He flew to St Petersburg, then to St. Petersburg.",
            "St Petersburg=saint-petersburg, St. Petersburg=saint-petersburg",
        ),
        ("Fumio Kishida is Kishida Fumio.", "Fumio Kishida=fumio-kishida, Kishida Fumio=fumio-kishida"),
    ]);
}

#[test]
fn words_behind_a_name_may_make_another_one_of_it() {
    check(&[
        ("The Boston Globe praised the mayor of Chicago.", "Chicago=chicago"),
        ("He works in the Bank of America Tower.", ""),
        ("The American Philosophical Society met in Ohio.", "Ohio=ohio"),
        ("The notes were issued by General Electric Credit Corp.", ""),
        ("The notes were issued by General Electric Co.", "General Electric=general-electric"),
        ("The Recording Industry Association of America sued.", ""),
        (
            "Johnson & Johnson sells vaccines to Britain.",
            "Johnson & Johnson=johnson-and-johnson, Britain=united-kingdom",
        ),
        ("Write to NEWS-DESK@DHS.GOV or call.", ""),
    ]);
}

#[test]
fn a_general_name_is_that_of_the_body_of_whom_the_text_speaks() {
    check(&[
        ("Congress passed the law, said the United States.", "Congress=us-congress, United States=united-states"),
        ("Argentina's National Congress passed the law.", "Argentina=argentina"),
        ("Minnesota's Senate voted.", "Minnesota=minnesota"),
        (
            "India sent troops. India will vote. Indian farmers wait for India. Indians vote. Congress lost seats.",
            "India=india, India=india, Indian=india, India=india, Indians=india",
        ),
    ]);
}

#[test]
fn new_york_is_a_state_beside_its_governor_and_other_states() {
    check(&[
        ("New York Governor Kathy Hochul spoke.", "New York=new-york-state"),
        ("In Washington state, farmers lost their wheat.", "Washington=washington-state"),
        ("They won Ohio, New York and Texas.", "Ohio=ohio, New York=new-york-state, Texas=texas"),
        ("He flew from London to New York.", "London=london, New York=new-york-city"),
        ("She lives in White Plains, New York, with him.", "New York=new-york-state"),
        ("They met in London, New York and Paris.", "London=london, New York=new-york-city, Paris=paris"),
    ]);
}

#[test]
fn a_town_in_a_report_of_a_match_is_its_club() {
    let report = "The striker scored a late goal and the coach praised the midfielder and the goalkeeper.";
    check(&[
        (&format!("Liverpool beat Chelsea. {report}"), ""),
        (&format!("He was born in Liverpool. {report}"), "Liverpool=liverpool"),
        (&format!("England beat France. {report}"), "England=england, France=france"),
        ("The mayor said that Liverpool needs a port.", "Liverpool=liverpool"),
    ]);
}

#[test]
fn a_month_and_a_language_name_nobody() {
    check_dated(&[
        ("2018-04-01", "Theresa May spoke. The vote is in May. May left.", "Theresa May=theresa-may, May=theresa-may"),
        ("2018-04-01", "He speaks French.", ""),
        ("2018-04-01", "He speaks Arabic, French, and Spanish.", ""),
        ("2018-04-01", "French and Spanish officials met.", "French=france, Spanish=spain"),
    ]);
}

#[test]
fn a_surname_behind_the_title_of_somebody_else_is_not_known() {
    check_dated(&[
        ("2024-02-01", "Speaker Johnson went to Texas.", "Johnson=mike-johnson, Texas=texas"),
        ("2021-02-01", "Governor Johnson left Britain.", "Britain=united-kingdom"),
    ]);
}

#[test]
fn somebody_is_no_place_of_his_name() {
    check(&[
        ("Mr Ferguson runs a firm in the United States.", "United States=united-states"),
        ("Miyazaki won an Oscar, said a critic from Japan.", "Japan=japan"),
        ("He lives in Miyazaki, said a critic from Japan.", "Miyazaki=miyazaki, Japan=japan"),
    ]);
}

#[test]
fn a_capital_in_a_list_of_towns_is_a_place() {
    check(&[
        ("It has missions on Baghdad and Basra in Iraq.", "Baghdad=baghdad, Basra=basra, Iraq=iraq"),
        ("Moscow and Kyiv signed a deal.", "Moscow=russia, Kyiv=ukraine"),
    ]);
}

/// The names of a text that the gazetteer lacks, as "words=label".
fn introduced(text: &str) -> String {
    let extraction = extractor().extract(&Document::of_text("d", text));
    let mentions = extraction.mentions.names.iter().zip(&extraction.entities.links);
    let names = mentions.filter(|(mention, _)| mention.entry.is_none() && mention.form.found_by() != "phrase");
    let named = names.filter_map(|(mention, links)| {
        let label = &extraction.entities.entity(*links.first()?).label;
        Some(format!("{}={label}", mention.span.of(text)))
    });
    named.collect::<Vec<_>>().join(", ")
}

#[test]
fn an_acronym_in_brackets_stands_for_the_name_before_it() {
    let structure = "Regional Anti-Terrorist Structure";
    assert_eq!(
        introduced("The Regional Anti-Terrorist Structure (RATS) met in Tashkent. RATS invited China."),
        format!("{structure}={structure}, RATS={structure}, RATS={structure}")
    );
    assert_eq!(introduced("The gross domestic product (GDP) of China rose. GDP grew."), "");
}

#[test]
fn an_exercise_is_known_by_what_it_is_called() {
    assert_eq!(
        introduced("Russia held the exercise 'Iron Wolf' in Brest. Poland condemned Iron Wolf."),
        "exercise 'Iron Wolf=Iron Wolf, Iron Wolf=Iron Wolf"
    );
    assert_eq!(introduced("China began a drill dubbed Blue Lantern."), "drill dubbed Blue Lantern=Blue Lantern");
    assert_eq!(introduced("Kenya launched exercise Golden Shield."), "exercise Golden Shield=Golden Shield");
    assert!(!introduced("China began an exercise. Poland condemned it.").contains("exercise="));
}

#[test]
fn a_surname_may_stand_before_its_full_name() {
    assert_eq!(
        introduced("Dubinin visited Berlin. Sergei Dubinin is a banker."),
        "Dubinin=Sergei Dubinin, Sergei Dubinin=Sergei Dubinin"
    );
}

#[test]
fn a_title_introduces_who_bears_it() {
    check_dated(&[
        (
            "2014-07-03",
            "President Xi visited Seoul. Xi met President Park.",
            "Xi=xi-jinping, Seoul=seoul, Xi=xi-jinping, Park=park-geun-hye",
        ),
        (
            "2012-12-03",
            "Jordan welcomed the envoy. King Abdullah thanked him.",
            "Jordan=jordan, Abdullah=king-abdullah-ii",
        ),
        (
            "2012-12-03",
            "Saudi officials welcomed him. King Abdullah was ill.",
            "Saudi=saudi-arabia, Abdullah=king-abdullah-of-saudi-arabia",
        ),
        ("2012-12-03", "King Abdullah was ill.", ""),
    ]);
}

#[test]
fn who_is_elected_has_the_office_soon() {
    check_dated(&[
        ("2016-12-03", "President-elect Trump visited Paris.", "Trump=donald-trump, Paris=paris"),
        ("2009-12-03", "President-elect Trump visited Paris.", "Paris=paris"),
    ]);
}

#[test]
fn a_minister_is_no_prime_minister() {
    check_dated(&[
        ("2013-05-03", "Prime Minister Singh visited Japan.", "Singh=manmohan-singh, Japan=japan"),
        ("2013-05-03", "Finance Minister Singh visited Japan.", "Japan=japan"),
        ("2023-05-03", "Vice President Harris visited Japan.", "Harris=kamala-harris, Japan=japan"),
        ("2023-05-03", "In Ghana, President Harris visited a school.", "Ghana=ghana"),
    ]);
}

#[test]
fn what_somebody_is_called_is_no_country_in_that_document() {
    check(&[
        ("Jim Jordan met farmers. Jordan then visited Israel.", "Israel=israel"),
        (
            "Jim Jordan met farmers. Jordan and other Jordanian friends met in Amman.",
            "Jordan=jordan, Jordanian=jordan, Amman=amman",
        ),
        ("Mayor Bloomberg visited Paris.", "Bloomberg=michael-bloomberg, Paris=paris"),
    ]);
    check_dated(&[(
        "2010-05-01",
        "Mayor Bloomberg visited Paris. Bloomberg met Nicolas Sarkozy.",
        "Bloomberg=michael-bloomberg, Paris=paris, Bloomberg=michael-bloomberg, Nicolas Sarkozy=nicolas-sarkozy",
    )]);
}

#[test]
fn where_somebody_is_based_is_a_place() {
    check(&[
        ("A Berlin-based group praised Finland.", "Berlin=berlin, Finland=finland"),
        ("A Moscow-backed group praised Finland.", "Moscow=russia, Finland=finland"),
    ]);
}
