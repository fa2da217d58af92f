package hanlian;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.ofdrw.gm.ses.v1.SES_ESPictrueInfo;
import org.ofdrw.gm.ses.v1.SES_Header;
import org.ofdrw.gm.ses.v4.CertInfoList;
import org.ofdrw.gm.ses.v4.SES_CertList;
import org.ofdrw.layout.OFDDoc;
import org.ofdrw.layout.edit.Attachment;
import org.ofdrw.layout.element.Img;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.ExtendSignatureContainer;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.signContainer.SESV1Container;
import org.ofdrw.sign.signContainer.SESV4Container;
import org.ofdrw.sign.stamppos.NormalStampPos;

/** A document with a picture on its page, an attachment, and a seal of a signer whom a seal maker has entered. */
final class Sealed {
  private final boolean isV4;
  private final Date start = Date.from(Instant.now().minus(1, ChronoUnit.DAYS));
  private final Date end = Date.from(Instant.now().plus(365, ChronoUnit.DAYS));
  private final KeyPair maker = keys();
  private final KeyPair signer = keys();

  Sealed(boolean isV4) throws Exception {
    this.isV4 = isV4;
  }

  void write(Path file, Path picture, Path attachment) throws Exception {
    Path plain = Files.createTempFile("plain", ".ofd");
    try {
      try (var document = new OFDDoc(plain)) {
        document.add(new Img(40, 40, picture));
        document.addAttachment(new Attachment("evidence", attachment));
      }
      try (var reader = new OFDReader(plain);
          var ofd = new OFDSigner(reader, file)) {
        ofd.setSignMode(SignMode.WholeProtected);
        ofd.setSignContainer(container(Files.readAllBytes(picture)));
        ofd.addApPos(new NormalStampPos(1, 50, 50, 40, 40));
        ofd.exeSign();
      }
    } finally {
      Files.delete(plain);
    }
  }

  private ExtendSignatureContainer container(byte[] image) throws Exception {
    var header = new SES_Header().setVersion(isV4 ? 4 : 1).setVid("hanlian");
    var picture = new SES_ESPictrueInfo().setType("png").setData(image).setWidth(40).setHeight(40);
    var own = certificate("CN=signer", signer);
    return isV4 ? new SESV4Container(signer.getPrivate(), v4(header, picture, own), own)
        : new SESV1Container(signer.getPrivate(), v1(header, picture, own), own);
  }

  private org.ofdrw.gm.ses.v4.SESeal v4(SES_Header header, SES_ESPictrueInfo picture, X509Certificate own)
      throws Exception {
    var property = new org.ofdrw.gm.ses.v4.SES_ESPropertyInfo()
        .setType(new ASN1Integer(1))
        .setName(new DERUTF8String("测试印章"))
        .setCertListType(new ASN1Integer(1))
        .setCertList(new SES_CertList(new CertInfoList(new ASN1OctetString[] {octets(own)})))
        .setCreateDate(new ASN1GeneralizedTime(start))
        .setValidStart(new ASN1GeneralizedTime(start))
        .setValidEnd(new ASN1GeneralizedTime(end));
    var info = new org.ofdrw.gm.ses.v4.SES_SealInfo()
        .setHeader(header).setEsID("TEST4").setProperty(property).setPicture(picture);
    var by = octets(certificate("CN=maker", maker));
    return new org.ofdrw.gm.ses.v4.SESeal()
        .seteSealInfo(info)
        .setCert(by)
        .setSignAlgID(GMObjectIdentifiers.sm2sign_with_sm3)
        .setSignedValue(signed(info, by));
  }

  private org.ofdrw.gm.ses.v1.SESeal v1(SES_Header header, SES_ESPictrueInfo picture, X509Certificate own)
      throws Exception {
    var property = new org.ofdrw.gm.ses.v1.SES_ESPropertyInfo()
        .setType(1)
        .setName("测试印章")
        .setCertList(new DERSequence(octets(own)))
        .setCreateDate(new ASN1UTCTime(start))
        .setValidStart(new ASN1UTCTime(start))
        .setValidEnd(new ASN1UTCTime(end));
    var info = new org.ofdrw.gm.ses.v1.SES_SealInfo()
        .setHeader(header).setEsID("TEST1").setProperty(property).setPicture(picture);
    var by = octets(certificate("CN=maker", maker));
    return new org.ofdrw.gm.ses.v1.SESeal(info, new org.ofdrw.gm.ses.v1.SES_SignInfo(
        by, GMObjectIdentifiers.sm2sign_with_sm3, new DERBitString(signed(info, by))));
  }

  /** Over the seal's facts, the maker's certificate and the algorithm (GB/T 38540 §6.2). */
  private byte[] signed(ASN1Encodable info, ASN1OctetString by) throws Exception {
    var signature = Signature.getInstance("SM3withSM2", "BC");
    signature.initSign(maker.getPrivate());
    signature.update(new DERSequence(new ASN1Encodable[] {info, by, GMObjectIdentifiers.sm2sign_with_sm3})
        .getEncoded("DER"));
    return signature.sign();
  }

  private X509Certificate certificate(String name, KeyPair of) throws Exception {
    var signing = new JcaContentSignerBuilder("SM3withSM2").setProvider("BC").build(maker.getPrivate());
    var builder = new JcaX509v3CertificateBuilder(
        new X500Name("CN=maker"), BigInteger.valueOf(System.nanoTime()), start, end, new X500Name(name), of.getPublic());
    return new JcaX509CertificateConverter().setProvider("BC").getCertificate(builder.build(signing));
  }

  private static ASN1OctetString octets(X509Certificate certificate) throws Exception {
    return new DEROctetString(certificate.getEncoded());
  }

  private static KeyPair keys() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC", "BC");
    generator.initialize(new ECGenParameterSpec("sm2p256v1"));
    return generator.generateKeyPair();
  }
}
