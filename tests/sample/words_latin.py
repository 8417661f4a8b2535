"""English, German, Spanish, Dutch, Turkish and Brazilian Portuguese."""

from tests.sample.words import Words, nouns

LATIN = (
    Words(
        "en",
        suffix=" — Pricing & model skill",
        pricing="Pricing",
        not_charged="You aren't billed for runs that fail",
        nouns=nouns("text models", "image models", "video models", "audio models"),
        tagline="{name} {noun} from {provider} behind one key. Sample data: no price here is real.",
        context="{name} models share one key and one balance with everything else in this sample catalog.",
        which_id=("Which model id do I send for {variant}?", "Put `{id}` into the `model` field, letter for letter."),
        faq=(
            (
                "Which variant is a sensible first choice?",
                "Begin with the one that has the lowest listed price, then compare its results with the next one up.",
            ),
            ("Do I need a key for each model?", "No. One RunAPI key opens every model in the catalog."),
            (
                "What's on the bill when a run fails?",
                "Nothing is added. Only a run that delivers its result is billed.",
            ),
            ("How is use billed?", "Each call is billed when it ends. There's no monthly minimum & no set-up fee."),
            ("May I sell what I make?", "Yes, unless the licence of the model itself says otherwise."),
            (
                "Can an answer arrive piece by piece?",
                "Wherever the model can stream, the answer is passed on as it's written.",
            ),
            (
                "How many requests may I send?",
                "Every key has its own ceiling. It rises with use; the limits page has today's figures.",
            ),
            (
                "Where do I report that something's wrong?",
                "Write to support and name the task id, so that the run can be found.",
            ),
        ),
    ),
    Words(
        "de",
        suffix="",
        pricing="Preise",
        not_charged="Fehlgeschlagene Läufe werden nicht berechnet",
        nouns=nouns("Textmodelle", "Bildmodelle", "Videomodelle", "Audiomodelle"),
        tagline="{noun} der Reihe {name} von {provider} mit nur einem Schlüssel. Beispieldaten: Kein Preis ist echt.",
        context="Alle Modelle der Reihe {name} nutzen denselben Schlüssel und dasselbe Guthaben.",
        which_id=(
            "Welche Modell-ID gehört zu {variant}?",
            "Tragen Sie `{id}` unverändert in das Feld `model` ein.",
        ),
        faq=(
            (
                "Mit welcher Variante fange ich an?",
                "Mit der, deren Listenpreis am niedrigsten ist. Vergleichen Sie die Ergebnisse dann mit der nächsten.",
            ),
            (
                "Was kostet ein fehlgeschlagener Lauf?",
                "Nichts. Berechnet wird nur, was ein Ergebnis geliefert hat.",
            ),
            (
                "Darf ich die Ergebnisse gewerblich nutzen?",
                "Ja, sofern die Lizenz des Modells nichts anderes bestimmt.",
            ),
        ),
    ),
    Words(
        "es",
        suffix="",
        pricing="Precios",
        not_charged="Las ejecuciones fallidas no se cobran",
        nouns=nouns("Modelos de texto", "Modelos de imagen", "Modelos de vídeo", "Modelos de audio"),
        tagline="{noun} {name} de {provider} con una sola clave. Datos de muestra: ningún precio es real.",
        context="Todos los modelos {name} comparten la misma clave y el mismo saldo.",
        which_id=(
            "¿Qué identificador envío para usar {variant}?",
            "Escribe `{id}` en el campo `model`, tal como aparece aquí.",
        ),
        faq=(
            (
                "¿Con qué variante conviene empezar?",
                "Con la de menor precio de lista; después, compara sus resultados con los de la siguiente.",
            ),
            (
                "¿Qué se paga si una ejecución falla?",
                "Nada. Solo se cobran las ejecuciones que entregan un resultado.",
            ),
            (
                "¿Puedo dar un uso comercial a los resultados?",
                "Sí, salvo que la licencia del propio modelo diga lo contrario.",
            ),
        ),
    ),
    Words(
        "nl",
        suffix=" — Prijzen en model skill",
        pricing="Prijzen",
        not_charged="Mislukte uitvoeringen worden niet in rekening gebracht",
        nouns=nouns("tekstmodellen", "beeldmodellen", "videomodellen", "audiomodellen"),
        tagline="{name}: {noun} van {provider} met één sleutel. Voorbeeldgegevens: geen enkele prijs is echt.",
        context="Alle modellen van {name} delen dezelfde sleutel en hetzelfde tegoed.",
        which_id=(
            "Welke model-id hoort bij {variant}?",
            "Zet `{id}` letterlijk in het veld `model`.",
        ),
        faq=(
            (
                "Met welke variant kan ik het beste beginnen?",
                "Met de variant met de laagste lijstprijs. Vergelijk de resultaten daarna met die van de volgende.",
            ),
            ("Wat kost een mislukte uitvoering?", "Niets. Alleen een uitvoering met een resultaat wordt berekend."),
        ),
    ),
    Words(
        "tr",
        suffix=" — Fiyatlar ve model skill",
        pricing="Fiyatlandırma",
        not_charged="Başarısız çalıştırmalar için ücret alınmaz",
        nouns=nouns("metin modelleri", "görüntü modelleri", "video modelleri", "ses modelleri"),
        tagline="{provider} imzalı {name} {noun}, tek bir anahtarla. Örnek veri: fiyatların hiçbiri gerçek değildir.",
        context="Tüm {name} modelleri aynı anahtarı ve aynı bakiyeyi paylaşır.",
        which_id=(
            "{variant} için hangi model kimliğini göndermeliyim?",
            "`model` alanına `{id}` değerini olduğu gibi yazın.",
        ),
        faq=(
            (
                "Hangi varyantla başlamalıyım?",
                "Liste fiyatı en düşük olanla başlayın, sonra sonuçlarını bir üst varyantla karşılaştırın.",
            ),
            (
                "Başarısız bir çalıştırma ne kadar tutar?",
                "Hiçbir şey. Yalnızca sonuç veren çalıştırmalar ücretlendirilir.",
            ),
            (
                "Kaç istek gönderebilirim?",
                "Her anahtarın kendi istek sınırı vardır; RunAPI'yi kullandıkça bu sınır yükselir.",
            ),
        ),
    ),
    Words(
        "pt-BR",
        suffix=" — Preços e model skill",
        pricing="Preços",
        not_charged="Execuções com falha não são cobradas",
        nouns=nouns("Modelos de texto", "Modelos de imagem", "Modelos de vídeo", "Modelos de áudio"),
        tagline="{noun} {name} da {provider} com uma única chave. Dados de exemplo: nenhum preço é real.",
        context="Todos os modelos {name} usam a mesma chave e o mesmo saldo.",
        which_id=(
            "Qual ID de modelo devo enviar para usar {variant}?",
            "Coloque `{id}` no campo `model`, exatamente como está escrito.",
        ),
        faq=(
            (
                "Por qual variante devo começar?",
                "Pela de menor preço de tabela; depois, compare os resultados com os da próxima.",
            ),
            ("Preciso de uma chave para cada modelo?", "Não. Uma única chave da RunAPI dá acesso a todo o catálogo."),
            (
                "Quanto custa uma execução que falhou?",
                "Nada. Só é cobrada a execução que entrega um resultado.",
            ),
            (
                "Posso usar os resultados comercialmente?",
                "Sim, a menos que a licença do próprio modelo diga o contrário.",
            ),
            ("A resposta pode chegar aos poucos?", "Sim, sempre que o modelo oferecer streaming."),
        ),
    ),
)
